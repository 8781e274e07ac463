import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 clients and servers at 250 B. */
const groupCountMax = 1_024
const forgetAfterSeconds = 86_400
/** As much of a body as shows what it is. */
const bodyBytesMax = 512

const encodedCheckIn: DetectionKind = {
  kind: 'malware_check_in',
  technique: techniques['T1132.001'],
  recommendation:
    'Isolate the source and find the program that sends these forms. Block the server, and look ' +
    'who else talks to it: break-ins into small web sites serve whole groups of malware.',
}

/** Forms of pages have several fields, with names and values that people can read. */
const encodedBody = /^[a-z]{1,3}=(?:[0-9a-f]{64,}|[A-Za-z0-9+/]{88,}={0,2})$/
const script = /\.(?:php|asp|aspx|jsp|cgi)(?:\?|$)/i

/** A form of one field, filled with coded data, sent to a script by no page: a program reports in. */
export function createEncodedCheckIn() {
  return (traffic: Traffic): TrafficObserver => new EncodedCheckIn(traffic)
}

class CheckIns extends Tracker {
  count = 0
}

class EncodedCheckIn implements TrafficObserver {
  readonly name = 'encoded_check_in'
  readonly applications = [Application.http]
  readonly #traffic: Traffic
  readonly #servers: TrackerTable<CheckIns>
  /** 1 for a flow whose request's body comes in the next segment. */
  readonly #awaitsBody: FlowMarks

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#awaitsBody = new FlowMarks(traffic.flows)
    this.#servers = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: CheckIns,
    })
  }

  onHttp(): void {
    const { http, flow, packet, frame } = this.#traffic
    if (this.#awaitsBody.get(flow) === 1) this.#awaitsBody.set(flow, 0)
    if (http.kind !== HttpKind.request || http.method !== 'POST' || !http.isComplete) return
    if (http.header('referer') !== null || http.header('cookie') !== null) return
    if (!script.test(http.target)) return
    const end = frame.payloadOffset + frame.payloadLength
    if (http.end < end) this.#seeBody(packet.bytes, http.end, end)
    else this.#awaitsBody.set(flow, 1)
  }

  onPayload(): void {
    const { flow, flows, packet, frame } = this.#traffic
    if (this.#awaitsBody.get(flow) !== 1) return
    // The head itself is shown here too, after its parsed form.
    if (!flows.fromOriginator || startsRequest(packet.bytes, frame.payloadOffset)) return
    this.#awaitsBody.set(flow, 0)
    const { payloadOffset, payloadLength } = frame
    this.#seeBody(packet.bytes, payloadOffset, payloadOffset + payloadLength)
  }

  #seeBody(bytes: Uint8Array, start: number, end: number): void {
    const body = latin1Text(bytes, start, Math.min(end, start + bodyBytesMax))
    if (!encodedBody.test(body)) return
    const { flow, flows, hosts } = this.#traffic
    const port = flows.responderPort(flow)
    const server = this.#servers.open({
      host: flows.originator(flow),
      peer: flows.responder(flow),
      part: port,
    })
    server.count++
    server.evidence.addPacket(this.#traffic)
    if (!server.hasDoubled(server.count, 1)) return
    reportGroup(this.#traffic, server, {
      detector: this.name,
      kind: encodedCheckIn,
      severity: 'high',
      score: Math.min(0.95, 0.75 + server.count * 0.05),
      confidence: 0.8,
      targetPort: port,
      title:
        `${hosts.text(server.host)} sent ${server.count} forms of one coded field to ` +
        `${hosts.text(server.peer)}:${port} (usual: 0)`,
      reasons: [
        countReason('coded_forms', server.count, { typical: 0, unit: 'requests' }),
        { feature: 'body', actual: body.slice(0, 40), typical: 'readable fields', unit: 'text' },
      ],
    })
  }
}

/** Whether the payload starts with "POST": the packet at hand is the head. */
function startsRequest(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 80 && bytes[at + 1] === 79 && bytes[at + 2] === 83 && bytes[at + 3] === 84
}
