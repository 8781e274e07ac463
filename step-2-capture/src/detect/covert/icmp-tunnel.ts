import { Layer } from '../../decode/frame.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface IcmpTunnelOptions {
  /** Echo replies whose data is not the request's: RFC 792 says that it must be returned. */
  readonly alteredCountMin?: number
  /** Requests to one host with data that never was the same: ping repeats itself. */
  readonly variedCountMin?: number
  /** Least data in those requests, in bytes. */
  readonly variedBytesMin?: number
}

const defaults: Required<IcmpTunnelOptions> = {
  alteredCountMin: 5,
  variedCountMin: 30,
  variedBytesMin: 2_000,
}

/** 1,024 pairs at up to 8 kB are 8 MB. */
const groupCountMax = 1_024
const forgetAfterSeconds = 900
/** Linux and BSD put the time of sending here, fping and others a counter: it may differ. */
const stampBytes = 24

const icmpTunnel: DetectionKind = {
  kind: 'icmp_tunnel',
  technique: techniques.T1095,
  recommendation:
    'Look at the data of these pings: it should be a pattern, and here it is a conversation. ' +
    'Isolate the source and look for the program (ptunnel, icmpsh, hans …) that sends them.',
}

/** A conversation in the data of pings. */
export function createIcmpTunnel(options: IcmpTunnelOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new IcmpTunnel(traffic, { ...defaults, ...options })
}

/** The pings from one host to another. */
class Pings extends Tracker {
  /** Identifier, sequence number, length and hash of the request that waits for its reply. */
  identifier = -1
  requestLength = 0
  requestHash = 0
  alteredCount = 0
  requestCount = 0
  variedBytes = 0
  readonly varied = new DistinctCounter()
}

class IcmpTunnel implements TrafficObserver {
  readonly name = 'icmp_tunnel'
  readonly #traffic: Traffic
  readonly #options: Required<IcmpTunnelOptions>
  readonly #pings: TrackerTable<Pings>

  constructor(traffic: Traffic, options: Required<IcmpTunnelOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#pings = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Pings,
    })
  }

  onIcmp(): void {
    const { frame, flow, flows } = this.#traffic
    if (frame.payloadWireLength === 0) return
    const isV6 = (frame.layers & Layer.icmpv6) !== 0
    const isRequest = frame.sourcePort === (isV6 ? 128 : 8)
    const isReply = frame.sourcePort === (isV6 ? 129 : 0)
    if (!isRequest && !isReply) return
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    const source = flows.fromOriginator ? originator : responder
    const target = flows.fromOriginator ? responder : originator
    if (isRequest) this.#seeRequest(this.#pings.open({ host: source, peer: target }))
    else this.#seeReply(this.#pings.find({ host: target, peer: source }))
  }

  #seeRequest(pings: Pings): void {
    const { packet, frame } = this.#traffic
    const { bytes } = packet
    const { payloadOffset, payloadLength, payloadWireLength } = frame
    const end = payloadOffset + payloadLength
    pings.identifier = this.#identifier()
    pings.requestLength = payloadWireLength
    pings.requestHash = hashBytes(bytes, payloadOffset, end)
    pings.requestCount++
    if (payloadLength <= stampBytes) return
    if (!pings.varied.add(hashBytes(bytes, payloadOffset + stampBytes, end))) return
    pings.variedBytes += payloadWireLength
    pings.evidence.addPacket(this.#traffic)
    const { variedCountMin, variedBytesMin } = this.#options
    if (pings.variedBytes < variedBytesMin) return
    if (pings.hasDoubled(pings.varied.count, variedCountMin)) this.#report(pings)
  }

  #seeReply(pings: Pings | undefined): void {
    if (!pings || pings.identifier !== this.#identifier()) return
    const { packet, frame } = this.#traffic
    const { payloadOffset, payloadLength, payloadWireLength } = frame
    const isSame =
      pings.requestLength === payloadWireLength &&
      pings.requestHash === hashBytes(packet.bytes, payloadOffset, payloadOffset + payloadLength)
    if (isSame) return
    pings.alteredCount++
    pings.evidence.addPacket(this.#traffic)
    if (pings.hasDoubled(pings.alteredCount, this.#options.alteredCountMin)) this.#report(pings)
  }

  /** Identifier and sequence number: what pairs a reply with its request. */
  #identifier(): number {
    const { packet, frame } = this.#traffic
    const at = frame.transportOffset + 4
    const { bytes } = packet
    return (
      (((bytes[at] as number) << 24) |
        ((bytes[at + 1] as number) << 16) |
        ((bytes[at + 2] as number) << 8) |
        (bytes[at + 3] as number)) >>>
      0
    )
  }

  #report(pings: Pings): void {
    const { hosts } = this.#traffic
    const { host, peer, alteredCount, varied, seconds } = pings
    const { alteredCountMin, variedCountMin } = this.#options
    const isAltered = alteredCount >= alteredCountMin
    const what = isAltered
      ? `${alteredCount} of its pings to ${hosts.text(peer)} came back with other data`
      : `${varied.text} pings to ${hosts.text(peer)} all carried other data`
    this.#traffic.emit({
      detector: this.name,
      kind: icmpTunnel,
      severity: isAltered ? 'high' : 'medium',
      score: isAltered
        ? Math.max(0.75, growthScore(alteredCount, alteredCountMin))
        : growthScore(varied.count, variedCountMin),
      confidence: isAltered ? 0.95 : 0.7,
      source: host,
      target: peer,
      firstUs: pings.firstUs,
      title: `${hosts.text(host)}: ${what} in ${durationText(seconds)} (usual: 0)`,
      reasons: [
        { feature: 'altered_replies', actual: alteredCount, typical: 0, unit: 'replies' },
        { feature: 'different_payloads', actual: varied.count, typical: 1, unit: 'payloads' },
        { feature: 'requests', actual: pings.requestCount, typical: 4, unit: 'requests' },
      ],
      evidence: pings.evidence.toReferences(),
    })
  }
}
