import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { isProgram } from '../../decode/program-start.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { Severity } from '../seam/detection.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 clients and servers at 250 B. */
const groupCountMax = 512
const forgetAfterSeconds = 86_400

const disguisedProgram: DetectionKind = {
  kind: 'disguised_program',
  technique: techniques.T1105,
  recommendation:
    'Isolate the receiver, and have the program looked at: cut it out of the capture. Loaders fetch ' +
    'their malware like this, from sites that were broken into.',
}

/** Names that nobody gives a program: pictures, texts, documents, scripts of a site. */
const otherName =
  /\.(?:png|jpe?g|gif|bmp|ico|txt|html?|css|js|docx?|xlsx?|pdf|mp[34]|woff2?)(?:\?|$)/i
/** Types that servers give programs only when they have another name. */
const otherType = /^(?:image|text|audio|video|font)\//i
/** A folder of a site: hidden scripts answer there. */
const folderName = /^[^?]*\/$/
const addressHost = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/
/** Updates of Windows come from caches that have no name (Delivery Optimization, BITS). */
const updaterAgent = /Delivery-Optimization|Microsoft BITS/i

/** What the request of a flow was, as bits of its mark. */
const Mark = { otherName: 1, bareAddress: 2, otherType: 4, awaitsBody: 8, folder: 16 } as const

/** A program that comes by HTTP under a false name, or from a bare address. */
export function createDisguisedProgram() {
  return (traffic: Traffic): TrafficObserver => new DisguisedProgram(traffic)
}

class Downloads extends Tracker {
  count = 0
}

class DisguisedProgram implements TrafficObserver {
  readonly name = 'disguised_program'
  readonly applications = [Application.http]
  readonly #traffic: Traffic
  readonly #downloads: TrackerTable<Downloads>
  readonly #marks: FlowMarks

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#marks = new FlowMarks(traffic.flows)
    this.#downloads = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Downloads,
    })
  }

  onHttp(): void {
    const { http, flow, packet, frame } = this.#traffic
    if (http.kind === HttpKind.request) {
      this.#marks.set(flow, this.#markOfRequest())
      return
    }
    if (http.status !== 200 || !http.isComplete) return
    const asked = this.#marks.get(flow) & (Mark.otherName | Mark.bareAddress | Mark.folder)
    const isOtherType = otherType.test(http.header('content-type') ?? '')
    const mark = asked | (isOtherType ? Mark.otherType : 0)
    const end = frame.payloadOffset + frame.payloadLength
    if (http.end < end) this.#seeBody(mark, packet.bytes, http.end, end)
    else this.#marks.set(flow, mark | Mark.awaitsBody)
  }

  onPayload(): void {
    const { flow, flows, packet, frame } = this.#traffic
    const marks = this.#marks.get(flow)
    if ((marks & Mark.awaitsBody) === 0 || flows.fromOriginator) return
    const { payloadOffset, payloadLength } = frame
    // The head itself is shown here too, after its parsed form.
    if (startsResponse(packet.bytes, payloadOffset)) return
    const mark = marks & ~Mark.awaitsBody
    this.#marks.set(flow, mark)
    this.#seeBody(mark, packet.bytes, payloadOffset, payloadOffset + payloadLength)
  }

  #markOfRequest(): number {
    const { http, flow, flows, hosts } = this.#traffic
    if (updaterAgent.test(http.header('user-agent') ?? '')) return 0
    const isOutside = scopeOf(hosts, flows.responder(flow)) === AddressScope.outside
    const isBare = isOutside && addressHost.test(http.header('host') ?? '')
    const name = otherName.test(http.target)
      ? Mark.otherName
      : folderName.test(http.target)
        ? Mark.folder
        : 0
    return name | (isBare ? Mark.bareAddress : 0)
  }

  #seeBody(mark: number, bytes: Uint8Array, start: number, end: number): void {
    if (mark === 0 || !isProgram(bytes, start, end)) return
    const isDisguised = (mark & (Mark.otherName | Mark.otherType)) !== 0
    const isWindows = latin1Text(bytes, start, start + 2) === 'MZ'
    // Devices fetch their firmware from wherever it is; programs for people have a name.
    if (mark === Mark.folder && !isWindows) return
    const isBare = (mark & Mark.bareAddress) !== 0
    const place = isBare ? 'from an address without a name' : 'as a folder of a site'
    const what = isDisguised ? 'as a picture or a text' : place
    const shown = isWindows ? 'a Windows program' : 'a program'
    this.#report(isDisguised ? 'high' : 'medium', `${shown} ${what}`)
  }

  #report(severity: Severity, what: string): void {
    const { flow, flows, hosts } = this.#traffic
    const port = flows.responderPort(flow)
    const downloads = this.#downloads.open({
      host: flows.originator(flow),
      peer: flows.responder(flow),
      part: port,
    })
    downloads.count++
    downloads.evidence.addPacket(this.#traffic)
    if (!downloads.hasDoubled(downloads.count, 1)) return
    const server = `${hosts.text(downloads.peer)}:${port}`
    reportGroup(this.#traffic, downloads, {
      detector: this.name,
      kind: disguisedProgram,
      severity,
      score: severity === 'high' ? 0.85 : 0.7,
      confidence: 0.8,
      targetPort: port,
      targetGroup: server,
      title:
        `${hosts.text(downloads.host)} was sent ${what} by ${server}, ` +
        `${downloads.count} times (usual: 0)`,
      reasons: [countReason('programs', downloads.count, { typical: 0, unit: 'files' })],
    })
  }
}

/** Whether the payload starts with "HTTP": the packet at hand is the head. */
function startsResponse(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 72 && bytes[at + 1] === 84 && bytes[at + 2] === 84 && bytes[at + 3] === 80
}
