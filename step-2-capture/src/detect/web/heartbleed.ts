import { readUint16 } from '../../decode/big-endian.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { growthScore } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 clients and servers at 250 B. */
const groupCountMax = 512
const forgetAfterSeconds = 3_600
/** TLS record type of a heartbeat, and the message type of a request (RFC 6520, sections 3 and 4). */
const heartbeatRecord = 24
const heartbeatRequest = 1
/** Type, length and the least padding that RFC 6520 asks for. */
const overheadBytes = 3 + 16
/** What is longer can not be a sign of life; leaks have up to 16 kB a record. */
const answerBytesMax = 1_024
/** The longest record of TLS 1.2 (RFC 5246, section 6.2.3). */
const recordBytesMax = 16_384 + 2_048

const heartbleed: DetectionKind = {
  kind: 'heartbleed',
  technique: techniques.T1190,
  recommendation:
    'If the server answered, treat its keys and all passwords of that time as stolen: update ' +
    'OpenSSL, then replace the certificate, its key and the passwords.',
}

/**
 * Heartbeats that ask for more data than they brought, and answers that have it (CVE-2014-0160). In
 * clear text the lengths of a request contradict each other; where it is encrypted, the answer tells.
 */
export function createHeartbleed() {
  return (traffic: Traffic): TrafficObserver => {
    const clients = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Requests,
    })
    /** 1 for a flow whose client has sent a heartbeat: else an answer is data that looks like one. */
    const asked = new FlowMarks(traffic.flows)
    return {
      name: 'heartbleed',
      applications: [Application.tls],
      onPayload() {
        const { packet, frame, flow, flows } = traffic
        const { bytes } = packet
        const at = frame.payloadOffset
        // Nearly all records are of another type: this is all that they cost.
        if (bytes[at] !== heartbeatRecord || frame.payloadLength < 8) return
        const recordBytes = readUint16(bytes, at + 3)
        if (bytes[at + 1] !== 3 || (bytes[at + 2] as number) > 4) return
        if (recordBytes > recordBytesMax) return
        const askedBytes = readUint16(bytes, at + 6)
        const isAsked =
          bytes[at + 5] === heartbeatRequest && askedBytes + overheadBytes > recordBytes
        // Encrypted or not, an answer has the size of its request, and nobody sends long ones.
        const isLeak =
          !flows.fromOriginator && recordBytes > answerBytesMax && asked.get(flow) === 1
        if (flows.fromOriginator) asked.set(flow, 1)
        if (flows.fromOriginator ? !isAsked : !isLeak) return
        const requests = clients.open({
          host: flows.originator(flow),
          peer: flows.responder(flow),
          part: flows.responderPort(flow),
        })
        requests.count++
        requests.evidence.addPacket(traffic)
        if (!requests.hasDoubled(requests.count, 1)) return
        if (isLeak) report(traffic, requests, `got ${recordBytes} bytes in a heartbeat from`)
        else
          report(
            traffic,
            requests,
            `asked for ${askedBytes} bytes in a heartbeat that brought less, from`,
          )
      },
    }
  }

  function report(traffic: Traffic, requests: Requests, what: string) {
    const { hosts } = traffic
    const { host, peer, part: port, count } = requests
    const target = `${hosts.text(peer)}:${port}`
    reportGroup(traffic, requests, {
      detector: 'heartbleed',
      kind: heartbleed,
      severity: 'critical',
      score: Math.max(0.9, growthScore(count, 1)),
      confidence: 0.95,
      targetPort: port,
      targetGroup: target,
      title: `${hosts.text(host)} ${what} ${target}, ${count} such messages (usual: 0)`,
      reasons: [countReason('heartbeats', count, { typical: 0, unit: 'messages' })],
    })
  }
}

class Requests extends Tracker {
  count = 0
}
