import { HttpKind } from '../../decode/http.ts'
import { Application } from '../../flow/application.ts'
import { FlowState } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface SlowHttpOptions {
  /** Requests that one client leaves unfinished at one server at the same time. */
  readonly heldCountMin?: number
  /** How long a request must be unfinished to count, in seconds. */
  readonly heldSeconds?: number
  /** A body that comes slower than this many bytes a second is held back: a modem sends 5,000. */
  readonly bodyRateMax?: number
}

const defaults: Required<SlowHttpOptions> = {
  heldCountMin: 20,
  heldSeconds: 10,
  bodyRateMax: 200,
}

/** Unfinished requests that are watched at once: 8,192 of 90 B. The oldest go first. */
const heldCountMax = 8_192
/** 512 clients and servers at 250 B. */
const groupCountMax = 512
const forgetAfterSeconds = 600
/** How often they are counted, in seconds of traffic. */
const lookSeconds = 5

const slowHttp: DetectionKind = {
  kind: 'slow_http',
  technique: techniques['T1499.002'],
  recommendation:
    'Shorten the time that the server waits for a request, limit the connections of one client, ' +
    'and block the source.',
}

/** Requests that are begun and never finished, head or body (Slowloris, R-U-Dead-Yet). */
export function createSlowHttp(options: SlowHttpOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new SlowHttp(traffic, { ...defaults, ...options })
}

class Held extends Tracker {
  count = 0
  countedUs = 0
}

class SlowHttp implements TrafficObserver {
  readonly name = 'slow_http'
  readonly applications = [Application.http]
  readonly #traffic: Traffic
  readonly #options: Required<SlowHttpOptions>
  /** Each flow's request that is not yet whole. */
  readonly #begun = new BoundedMap<FlowId, Begun>({ countMax: heldCountMax })
  readonly #clients: TrackerTable<Held>
  #lookedUs = Number.NEGATIVE_INFINITY

  constructor(traffic: Traffic, options: Required<SlowHttpOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#clients = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Held,
    })
  }

  onHttp(): void {
    const { http, flow, flows, packet, frame, timeUs } = this.#traffic
    const isCut = packet.capturedLength < packet.originalLength
    const isWhole = http.isComplete && !this.#lacksBody()
    if (http.kind === HttpKind.response || isWhole || isCut) {
      this.#begun.delete(flow)
      return
    }
    // A long head may take two segments; the first of them is full.
    if (!http.isComplete && frame.payloadLength > 1_000) return
    const sentBytes = flows.originatorPayloadBytes(flow)
    this.#begun.set(flow, { timeUs, sentBytes, isBody: http.isComplete })
  }

  /** Any word of the server means that it has the request. */
  onPayload(): void {
    const { flow, flows, packet, frame } = this.#traffic
    const begun = this.#begun.size === 0 ? undefined : this.#begun.get(flow)
    if (!begun) return
    const isEnd = !begun.isBody && endsHead(packet.bytes, frame.payloadOffset, frame.payloadLength)
    if (!flows.fromOriginator || isEnd) this.#begun.delete(flow)
  }

  /** Whether a head announces a body that the packet does not hold. */
  #lacksBody(): boolean {
    const { http, frame } = this.#traffic
    if (http.kind !== HttpKind.request) return false
    const announced = Number(http.header('content-length') ?? 0)
    return announced > frame.payloadOffset + frame.payloadLength - http.end
  }

  onFlowEnd(flow: FlowId): void {
    this.#begun.delete(flow)
  }

  onTick(): void {
    const { timeUs, flows } = this.#traffic
    const { heldSeconds, heldCountMin } = this.#options
    if (this.#begun.size < heldCountMin) return
    if (timeUs - this.#lookedUs < lookSeconds * 1e6) return
    this.#lookedUs = timeUs
    for (const [flow, begun] of this.#begun) {
      if (timeUs - begun.timeUs < heldSeconds * 1e6) continue
      if (begun.isBody && this.#isUploading(flow, begun)) continue
      // Who has said good-bye holds nothing any more.
      if (flows.state(flow) !== FlowState.established) continue
      const held = this.#clients.open({
        host: flows.originator(flow),
        peer: flows.responder(flow),
        part: flows.responderPort(flow),
      })
      if (held.countedUs !== timeUs) held.count = 0
      held.countedUs = timeUs
      held.count++
      held.evidence.addFlow(this.#traffic, flow)
    }
    for (const held of this.#clients) this.#judge(held)
  }

  /** A body that comes at the pace of a line, however slow, is wanted. */
  #isUploading(flow: FlowId, { timeUs, sentBytes }: Begun): boolean {
    const sent = this.#traffic.flows.originatorPayloadBytes(flow) - sentBytes
    const seconds = (this.#traffic.timeUs - timeUs) / 1e6
    return sent === 0 || sent > seconds * this.#options.bodyRateMax
  }

  #judge(held: Held): void {
    const { hosts, timeUs } = this.#traffic
    const { heldCountMin, heldSeconds } = this.#options
    const { host, peer, part: port, count } = held
    if (held.countedUs !== timeUs || !held.hasDoubled(count, heldCountMin)) return
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

/** A request that is not whole: since when, and what its flow had sent by then. */
interface Begun {
  readonly timeUs: number
  readonly sentBytes: number
  /** The head is there, and the body comes. */
  readonly isBody: boolean
}

/** Whether a segment ends with the empty line that ends a request's head. */
function endsHead(bytes: Uint8Array, offset: number, length: number): boolean {
  const end = offset + length
  return length >= 4 && bytes[end - 1] === 10 && (bytes[end - 2] === 10 || bytes[end - 3] === 10)
}
