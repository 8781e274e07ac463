import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import {
  durationText,
  growthScore,
  type SeverityLevels,
  severityOf,
} from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface ExfiltrationOptions {
  /** Data sent to one place outside, in megabytes, below which nobody is told. */
  readonly megabytesMin?: number
  /** From how many it is worth getting up, where nobody asked for the address by name. */
  readonly unnamedLevels?: SeverityLevels
  /** The same where somebody did, as clients of cloud services do. */
  readonly namedLevels?: SeverityLevels
  /** How many times as much must be sent as comes back: a call or a session goes both ways. */
  readonly sentRatioMin?: number
  /** How many times the host's largest earlier upload to that place it must be. */
  readonly growthMin?: number
  /** A pause after which an upload is over and becomes part of what is usual, in seconds. */
  readonly pauseSeconds?: number
}

const defaults: Required<ExfiltrationOptions> = {
  megabytesMin: 3,
  unnamedLevels: { low: 3, medium: 20, high: 500 },
  namedLevels: { low: 3, medium: 200, high: 5_000 },
  sentRatioMin: 10,
  growthMin: 3,
  pauseSeconds: 900,
}

/** 4,096 pairs at 250 B are 1 MB. */
const groupCountMax = 4_096
const forgetAfterSeconds = 7 * 86_400
/** How often open flows are added up, in seconds of traffic. */
const lookSeconds = 30

const exfiltration: DetectionKind = {
  kind: 'exfiltration',
  technique: techniques.T1048,
  recommendation:
    'Ask the user of the source what was sent there. If it was no backup and no upload of his, ' +
    'block the destination and find out which files were read on the source before.',
}

/** Much more data going out to one place than ever before, with little coming back. */
export function createExfiltration(options: ExfiltrationOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new Exfiltration(traffic, { ...defaults, ...options })
}

class Upload extends Tracker {
  sentBytes = 0
  receivedBytes = 0
  uploadFirstUs = this.firstUs
  uploadLastUs = this.firstUs
  /** The largest upload that is over. */
  usualBytes = 0
}

class Exfiltration implements TrafficObserver {
  readonly name = 'exfiltration'
  readonly #traffic: Traffic
  readonly #options: Required<ExfiltrationOptions>
  readonly #uploads: TrackerTable<Upload>
  /** How much of each flow was added up already: two doubles a flow, 1 MB. */
  readonly #countedSent: Float64Array
  readonly #countedReceived: Float64Array
  readonly #isCounted: FlowMarks
  #lookedUs = Number.NEGATIVE_INFINITY

  constructor(traffic: Traffic, options: Required<ExfiltrationOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#countedSent = new Float64Array(traffic.flows.countMax)
    this.#countedReceived = new Float64Array(traffic.flows.countMax)
    this.#isCounted = new FlowMarks(traffic.flows)
    this.#uploads = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Upload,
    })
  }

  onFlowEnd(flow: FlowId): void {
    this.#addUp(flow)
  }

  onTick(): void {
    const { timeUs, flows } = this.#traffic
    if (timeUs - this.#lookedUs < lookSeconds * 1e6) return
    this.#lookedUs = timeUs
    flows.forEach((flow) => {
      this.#addUp(flow)
    })
  }

  #addUp(flow: FlowId): void {
    const { flows, hosts } = this.#traffic
    const sent = flows.originatorPayloadBytes(flow)
    // Most flows send little: only what could matter is worth a group.
    if (sent < 10_000) return
    this.#own(flow)
    const received = flows.responderPayloadBytes(flow)
    const newSent = sent - (this.#countedSent[flow] as number)
    if (newSent < 10_000) return
    const peer = flows.responder(flow)
    const host = flows.originator(flow)
    if (scopeOf(hosts, peer) !== AddressScope.outside) return
    const lastUs = flows.lastUs(flow)
    const upload = this.#uploads.open({ host, peer }, lastUs)
    this.#closeAfterPause(upload, lastUs)
    upload.sentBytes += newSent
    upload.receivedBytes += received - (this.#countedReceived[flow] as number)
    this.#countedSent[flow] = sent
    this.#countedReceived[flow] = received
    upload.evidence.addFlow(this.#traffic, flow)
    this.#judge(upload, flows.responderPort(flow))
  }

  /** What was counted belongs to the flow that had the slot before, if another has it now. */
  #own(flow: FlowId): void {
    if (this.#isCounted.get(flow) === 1) return
    this.#isCounted.set(flow, 1)
    this.#countedSent[flow] = 0
    this.#countedReceived[flow] = 0
  }

  #closeAfterPause(upload: Upload, lastUs: number): void {
    if (lastUs - upload.uploadLastUs > this.#options.pauseSeconds * 1e6) {
      upload.usualBytes = Math.max(upload.usualBytes, upload.sentBytes)
      upload.sentBytes = 0
      upload.receivedBytes = 0
      upload.uploadFirstUs = lastUs
      upload.evidence.clear()
    }
    upload.uploadLastUs = lastUs
  }

  #judge(upload: Upload, port: number): void {
    const { megabytesMin, sentRatioMin, growthMin } = this.#options
    const { sentBytes, receivedBytes, usualBytes } = upload
    if (sentBytes < receivedBytes * sentRatioMin || sentBytes < usualBytes * growthMin) return
    const megabytes = sentBytes / 1e6
    if (upload.hasDoubled(megabytes, megabytesMin)) this.#report(upload, megabytes, port)
  }

  #report(upload: Upload, megabytes: number, port: number): void {
    const { hosts, resolved } = this.#traffic
    const { megabytesMin, namedLevels, unnamedLevels } = this.#options
    const { host, peer, receivedBytes, usualBytes, uploadFirstUs, uploadLastUs } = upload
    const seconds = (uploadLastUs - uploadFirstUs) / 1e6
    const isNamed = resolved.has(hosts, peer)
    reportGroup(this.#traffic, upload, {
      detector: this.name,
      kind: exfiltration,
      severity: severityOf(megabytes, isNamed ? namedLevels : unnamedLevels),
      score: growthScore(megabytes, megabytesMin),
      confidence: 0.6,
      targetPort: port,
      firstUs: uploadFirstUs,
      title:
        `${hosts.text(host)} sent ${megabytes.toFixed(0)} MB to ${hosts.text(peer)} in ` +
        `${durationText(seconds)} (usual: ${(usualBytes / 1e6).toFixed(1)} MB)`,
      reasons: [
        countReason('sent', megabytes, { typical: usualBytes / 1e6, unit: 'MB' }),
        countReason('received', receivedBytes / 1e6, { typical: megabytes, unit: 'MB' }),
      ],
    })
  }
}
