import { readUint16 } from '../../decode/big-endian.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { growthScore } from '../track/severity-scale.ts'

/** 512 clients and servers at 250 B are 128 kB. */
export const clientCountMax = 512
/** TLS record type of a heartbeat, and the message type of a request (RFC 6520, sections 3 and 4). */
const heartbeatRecord = 24
const heartbeatRequest = 1
/** Type, length and the least padding that RFC 6520 asks for. */
const overheadBytes = 3 + 16
/** The longest record of TLS 1.2 (RFC 5246, section 6.2.3). */
const recordBytesMax = 16_384 + 2_048

export const heartbleed = defineDetector({
  name: 'heartbleed',
  family: 'behaviour',
  about:
    'TLS heartbeats that ask for more data than they brought, and long answers to heartbeats ' +
    '(CVE-2014-0160). In clear text the lengths of a request contradict each other; where it is ' +
    'encrypted, the length of the answer shows it.',
  kinds: [
    {
      id: 'heartbleed',
      title: '{source} {did}; {messages} so far (threshold: {limit})',
      technique: techniques.T1190,
      recommend:
        'If the server answered, treat its keys and every password that it handled as stolen: ' +
        'update OpenSSL, then replace the certificate, its key and the passwords.',
    },
  ],
  options: {
    messageCountMin: limit(1, {
      about: 'Such requests or answers between one client and one server',
      unit: 'messages',
    }),
    answerBytesMax: limit(1_024, {
      about:
        'Longest honest answer: it has the size of its request; leaks have up to 16 kB a record',
      unit: 'bytes',
      max: recordBytesMax,
    }),
    forgetAfterSeconds: forgetAfter('a client and server are', 3_600),
    allow: allowSources('Scanners of your own that test servers for it'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { messageCountMin, answerBytesMax, forgetAfterSeconds } = settings
    const clients = new EventCounter(traffic, {
      countMax: clientCountMax,
      forgetAfterSeconds,
      eventCountMin: messageCountMin,
    })
    /** 1 for a flow whose client has sent a heartbeat: else an answer is data that looks like one. */
    const hasAsked = new FlowMarks(flows)

    function count(didTo: (server: string) => string): void {
      const client = clients.countPacket(serviceKey(traffic, traffic.flow))
      if (client) report(client, didTo)
    }

    function report(client: EventTracker, didTo: (server: string) => string): void {
      const stated = aboutService(traffic, client)
      reporter.emit({
        restate: () => report(client, didTo),
        ...stated,
        kind: 'heartbleed',
        severity: 'critical',
        score: Math.max(0.9, growthScore(client.count, 1)),
        confidence: 0.95,
        values: {
          did: didTo(stated.targetGroup),
          messages: counted(client.count, 'such message'),
          limit: messageCountMin,
        },
        reasons: [countReason('heartbeats', client.count, { typical: 0, unit: 'messages' })],
      })
    }

    return {
      applications: [Application.tls],
      onPayload() {
        const { packet, frame, flow } = traffic
        const { bytes } = packet
        const at = frame.payloadOffset
        // Nearly all records are of another type: this is all that they cost.
        if (bytes[at] !== heartbeatRecord || frame.payloadLength < 8) return
        const recordBytes = readUint16(bytes, at + 3)
        if (bytes[at + 1] !== 3 || bytes[at + 2]! > 4 || recordBytes > recordBytesMax) return
        const askedBytes = readUint16(bytes, at + 6)
        if (!flows.fromOriginator) {
          if (recordBytes <= answerBytesMax || hasAsked.get(flow) === 0) return
          count((server) => `got ${counted(recordBytes, 'byte')} from ${server} in a TLS heartbeat`)
          return
        }
        hasAsked.set(flow, 1)
        if (bytes[at + 5] !== heartbeatRequest || askedBytes + overheadBytes <= recordBytes) return
        count(
          (server) =>
            `asked ${server} for ${counted(askedBytes, 'byte')} in a TLS heartbeat that brought fewer`,
        )
      },
    }
  },
})
