import { HttpKind } from '../../decode/http.ts'
import { Application } from '../../flow/application.ts'
import { FlowColumn, FlowState } from '../../flow/flow-column.ts'
import type { DetectionKind } from '../detection-draft.ts'
import type { Traffic } from '../traffic.ts'
import type { TrafficDetector } from '../traffic-detector.ts'
import { Group, type GroupKey, Groups } from './groups.ts'
import { growthScore, severityOf } from './growth.ts'
import { countReason, reportGroup } from './report.ts'

export interface SlowHttpOptions {
  /** Requests that one client leaves unfinished at one server at the same time. */
  readonly heldCountMin?: number
  /** How long a request must be unfinished to count, in seconds. */
  readonly heldSeconds?: number
}

const defaults: Required<SlowHttpOptions> = { heldCountMin: 20, heldSeconds: 10 }

/** Unfinished requests that are watched at once: 8,192 of 60 B. The oldest go first. */
const heldCountMax = 8_192
/** 512 clients and servers at 250 B. */
const groupCountMax = 512
const forgetAfterSeconds = 600
/** How often they are counted, in seconds of traffic. */
const lookSeconds = 5

const slowHttp: DetectionKind = {
  kind: 'slow_http',
  technique: { id: 'T1499.002', name: 'Service Exhaustion Flood', tactic: 'impact' },
  recommendation:
    'Shorten the time that the server waits for a request, limit the connections of one client, ' +
    'and block the source.',
}

/** Requests that are begun and never finished, to use up a server's connections (Slowloris). */
export function createSlowHttp(options: SlowHttpOptions = {}) {
  return (traffic: Traffic): TrafficDetector => new SlowHttp(traffic, { ...defaults, ...options })
}

class Held extends Group {
  count = 0
  countedUs = 0
}

class SlowHttp implements TrafficDetector {
  readonly name = 'slow_http'
  readonly applications = [Application.http]
  readonly #traffic: Traffic
  readonly #options: Required<SlowHttpOptions>
  /** When each flow's request was begun that is not yet whole. */
  readonly #begunUs = new Map<number, number>()
  readonly #clients: Groups<Held>
  #lookedUs = Number.NEGATIVE_INFINITY

  constructor(traffic: Traffic, options: Required<SlowHttpOptions>) {
    this.#traffic = traffic
    this.#options = options
    const create = (key: GroupKey) => new Held(key, traffic)
    this.#clients = new Groups({ traffic, countMax: groupCountMax, forgetAfterSeconds, create })
  }

  onHttp(): void {
    const { http, flow, packet, frame, timeUs } = this.#traffic
    const isCut = packet.capturedLength < packet.originalLength
    if (http.kind === HttpKind.response || http.isComplete || isCut) {
      this.#begunUs.delete(flow)
      return
    }
    // A long head may take two segments; the first of them is full.
    if (frame.payloadLength > 1_000) return
    if (this.#begunUs.size === heldCountMax) {
      const [oldest] = this.#begunUs.keys()
      this.#begunUs.delete(oldest as number)
    }
    this.#begunUs.set(flow, timeUs)
  }

  /** Any word of the server means that it has the request. */
  onPayload(): void {
    const { flow, flows, packet, frame } = this.#traffic
    if (this.#begunUs.size === 0 || !this.#begunUs.has(flow)) return
    if (!flows.fromOriginator || endsHead(packet.bytes, frame.payloadOffset, frame.payloadLength)) {
      this.#begunUs.delete(flow)
    }
  }

  onFlowEnd(flow: number): void {
    this.#begunUs.delete(flow)
  }

  onTick(): void {
    const { timeUs, flows } = this.#traffic
    const { heldSeconds, heldCountMin } = this.#options
    if (this.#begunUs.size < heldCountMin) return
    if (timeUs - this.#lookedUs < lookSeconds * 1e6) return
    this.#lookedUs = timeUs
    for (const [flow, begunUs] of this.#begunUs) {
      if (timeUs - begunUs < heldSeconds * 1e6) continue
      // Who has said good-bye holds nothing any more.
      if (flows.value(flow, FlowColumn.state) !== FlowState.established) continue
      const held = this.#clients.open({
        host: flows.value(flow, FlowColumn.originator),
        peer: flows.value(flow, FlowColumn.responder),
        port: flows.value(flow, FlowColumn.responderPort),
      })
      if (held.countedUs !== timeUs) held.count = 0
      held.countedUs = timeUs
      held.count++
      held.evidence.addFlow(this.#traffic, flow)
    }
    for (const held of this.#clients) this.#judge(held)
  }

  #judge(held: Held): void {
    const { hosts, timeUs } = this.#traffic
    const { heldCountMin, heldSeconds } = this.#options
    const { host, peer, port, count } = held
    if (held.countedUs !== timeUs || !held.isDue(count, heldCountMin)) return
    const target = `${hosts.text(peer)}:${port}`
    reportGroup(this.#traffic, held, {
      detector: this.name,
      kind: slowHttp,
      severity: severityOf(count, { medium: heldCountMin, high: heldCountMin * 10 }),
      score: growthScore(count, heldCountMin),
      confidence: 0.85,
      targetPort: port,
      targetGroup: target,
      title:
        `${hosts.text(host)} keeps ${count} unfinished requests open at ${target} for over ` +
        `${heldSeconds} s (usual: below ${heldCountMin})`,
      reasons: [countReason('held_requests', count, { typical: 0, unit: 'requests' })],
    })
  }
}

/** Whether a segment ends with the empty line that ends a request's head. */
function endsHead(bytes: Uint8Array, offset: number, length: number): boolean {
  const end = offset + length
  return length >= 4 && bytes[end - 1] === 10 && (bytes[end - 2] === 10 || bytes[end - 3] === 10)
}
