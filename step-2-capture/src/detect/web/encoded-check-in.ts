import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter } from '../track/event-counter.ts'
import { serviceKey } from '../track/service.ts'

/** 1,024 clients and servers at 250 B are 256 kB. */
export const serverCountMax = 1_024
/** As much of a body as shows what it is. */
const bodyBytesMax = 512

const script = /\.(?:php|asp|aspx|jsp|cgi)(?:\?|$)/i

export const encodedCheckIn = defineDetector({
  name: 'encoded_check_in',
  family: 'behaviour',
  about:
    'A form of one field, filled with encoded data, that no page sent (no referer, no cookie) to a ' +
    'script. Forms of pages have several fields with readable names and values.',
  kinds: [
    {
      id: 'malware_check_in',
      title: '{source} sent {forms} of one encoded field to {service} (threshold: {limit})',
      technique: techniques['T1132.001'],
      recommend:
        'Isolate the source and find the program that sends these forms. Block the server, and look ' +
        'for other hosts that talk to it: hacked web sites often serve a whole group of malware.',
    },
  ],
  options: {
    formCountMin: limit(1, {
      about: 'Such forms that one client sends to one server',
      unit: 'forms',
    }),
    fieldNameLengthMax: limit(3, {
      about: 'Longest name of the field: the names of pages are words',
      unit: 'characters',
      max: 64,
    }),
    hexLengthMin: limit(64, {
      about: 'Shortest value in hexadecimal digits',
      unit: 'characters',
      max: bodyBytesMax - 65,
    }),
    base64LengthMin: limit(88, {
      about: 'Shortest value in base64, without its padding',
      unit: 'characters',
      max: bodyBytesMax - 67,
    }),
    forgetAfterSeconds: forgetAfter('a client and server are'),
    allow: allowTargets('Servers whose programs report like this on purpose'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts, http } = traffic
    const { formCountMin, forgetAfterSeconds } = settings
    const encodedBody = encodedBodyOf(settings)
    const servers = new EventCounter(traffic, {
      countMax: serverCountMax,
      forgetAfterSeconds,
      eventCountMin: formCountMin,
    })
    /** 1 for a flow whose request's body comes in the next segment. */
    const awaitsBody = new FlowMarks(flows)

    function seeBody(bytes: Uint8Array, start: number, end: number): void {
      const body = latin1Text(bytes, start, Math.min(end, start + bodyBytesMax))
      if (!encodedBody.test(body)) return
      const server = servers.countPacket(serviceKey(traffic, traffic.flow))
      if (!server) return
      const service = `${hosts.text(server.peer)}:${server.part}`
      reporter.emit({
        ...about(server),
        kind: 'malware_check_in',
        severity: 'high',
        score: Math.min(0.95, 0.75 + server.count * 0.05),
        confidence: 0.8,
        targetPort: server.part,
        values: { forms: counted(server.count, 'form'), service, limit: formCountMin },
        reasons: [
          countReason('coded_forms', server.count, { typical: 0, unit: 'requests' }),
          { feature: 'body', actual: body.slice(0, 40), typical: 'readable fields', unit: 'text' },
        ],
      })
    }

    return {
      applications: [Application.http],
      onHttp() {
        const { flow, packet, frame } = traffic
        if (awaitsBody.get(flow) === 1) awaitsBody.set(flow, 0)
        if (http.kind !== HttpKind.request || http.method !== 'POST' || !http.isComplete) return
        if (http.header('referer') !== null || http.header('cookie') !== null) return
        if (!script.test(http.target)) return
        const end = frame.payloadOffset + frame.payloadLength
        if (http.end < end) seeBody(packet.bytes, http.end, end)
        else awaitsBody.set(flow, 1)
      },
      onPayload() {
        const { flow, packet, frame } = traffic
        if (awaitsBody.get(flow) !== 1 || !flows.fromOriginator) return
        const { payloadOffset, payloadLength } = frame
        // The head itself comes here too, after `onHttp`.
        if (startsRequest(packet.bytes, payloadOffset)) return
        awaitsBody.set(flow, 0)
        seeBody(packet.bytes, payloadOffset, payloadOffset + payloadLength)
      },
    }
  },
})

interface BodyLimits {
  readonly fieldNameLengthMax: number
  readonly hexLengthMin: number
  readonly base64LengthMin: number
}

function encodedBodyOf({ fieldNameLengthMax, hexLengthMin, base64LengthMin }: BodyLimits): RegExp {
  const values = [`[0-9a-f]{${hexLengthMin},}`, `[A-Za-z0-9+/]{${base64LengthMin},}={0,2}`]
  return new RegExp(`^[a-z]{1,${fieldNameLengthMax}}=(?:${values.join('|')})$`)
}

/** Whether the payload starts with "POST": the current packet is the head. */
function startsRequest(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 80 && bytes[at + 1] === 79 && bytes[at + 2] === 83 && bytes[at + 3] === 84
}
