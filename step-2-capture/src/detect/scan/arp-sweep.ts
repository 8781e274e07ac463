import { ArpOperation, arpOperation } from '../../decode/arp.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { readWord } from '../../memory/address-words.ts'
import { AwaitedAnswers } from '../../memory/awaited-answers.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { ScanTracker } from '../track/scan-tracker.ts'
import {
  durationText,
  growthScore,
  type SeverityLevels,
  severityOf,
} from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface ArpSweepOptions {
  /** Addresses asked for within a burst of which nobody ever heard (Slips: 5 in 30 s). */
  readonly hostCountMin?: number
  /** A pause that ends a burst, in seconds. */
  readonly burstPauseSeconds?: number
  /** How long an address that spoke for itself counts as a host, in seconds. */
  readonly heardForSeconds?: number
  readonly levels?: SeverityLevels
}

const defaults: Required<ArpSweepOptions> = {
  hostCountMin: 10,
  burstPauseSeconds: 30,
  heardForSeconds: 1_800,
  levels: { low: 10, medium: 25, high: 250 },
}

/** 1,024 sources at up to 8 kB are 8 MB. */
const groupCountMax = 1_024
const forgetAfterSeconds = 3_600
/** Addresses that spoke for themselves: 65,536, a /16 network, of 140 B. The first go first. */
const heardCountMax = 65_536
/** Requests that wait for their answer: 4,096 of 40 B. A faster sweep is judged earlier. */
const waitingCountMax = 4_096
/** A host on the same network answers in milliseconds. */
const answerTimeoutUs = 1_000_000

const arpSweep: DetectionKind = {
  kind: 'arp_sweep',
  technique: techniques.T1018,
  recommendation:
    'Find the device by its MAC address at the switch. A sweep of the local network is what comes ' +
    'right after somebody got in, unless the owner runs an inventory.',
}

interface WaitingRequest {
  sender: HostId
  target: number
  index: number
  offset: number
}

/** One host asking for many addresses that nobody has. A gateway asks for hosts that exist. */
export function createArpSweep(options: ArpSweepOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new ArpSweep(traffic, { ...defaults, ...options })
}

class ArpSweep implements TrafficObserver {
  readonly name = 'arp_sweep'
  readonly #traffic: Traffic
  readonly #options: Required<ArpSweepOptions>
  readonly #sources: TrackerTable<ScanTracker>
  /** When each IPv4 address last spoke for itself. */
  readonly #heardUs = new BoundedMap<number, number>({ countMax: heardCountMax })
  readonly #waiting = new AwaitedAnswers<WaitingRequest>({
    countMax: waitingCountMax,
    timeoutUs: answerTimeoutUs,
    onTimeout: (request, askedUs) => this.#judge(request, askedUs),
  })

  constructor(traffic: Traffic, options: Required<ArpSweepOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#sources = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: ScanTracker,
    })
  }

  onArp(): void {
    const { packet, frame, hosts, timeUs } = this.#traffic
    const { bytes } = packet
    const senderAddress = readWord(bytes, frame.sourceAddressOffset)
    const target = readWord(bytes, frame.destinationAddressOffset)
    // Probes for a free address (RFC 5227) come from 0.0.0.0: nobody speaks for that.
    if (senderAddress !== 0) this.#heardUs.set(senderAddress, timeUs)
    if (arpOperation(bytes, frame) !== ArpOperation.request) return
    if (senderAddress === 0 || senderAddress === target) return
    const sender = hosts.intern(bytes, frame.sourceAddressOffset, 4, timeUs)
    const { index, recordOffset: offset } = packet
    this.#waiting.add({ sender, target, index, offset }, timeUs)
  }

  onTick(): void {
    this.#waiting.onTick(this.#traffic.timeUs)
  }

  onEnd(): void {
    this.#waiting.onEnd()
  }

  #judge({ sender, target, index, offset }: WaitingRequest, timeUs: number): void {
    const { heardForSeconds, burstPauseSeconds, hostCountMin } = this.#options
    const heardUs = this.#heardUs.get(target) ?? Number.NEGATIVE_INFINITY
    if (heardUs > timeUs - heardForSeconds * 1e6) return
    const group = this.#sources.open({ host: sender }, timeUs)
    group.evidence.add(index, offset, timeUs)
    if (!group.add(target, burstPauseSeconds * 1e6)) return
    if (group.hasDoubled(group.burstCount, hostCountMin)) this.#report(group)
  }

  #report(group: ScanTracker): void {
    const { hosts } = this.#traffic
    const { hostCountMin, levels } = this.#options
    const { host, burstCount, things, seconds } = group
    this.#traffic.emit({
      detector: this.name,
      kind: arpSweep,
      severity: severityOf(burstCount, levels),
      score: growthScore(burstCount, hostCountMin),
      confidence: 0.8,
      source: host,
      target: null,
      firstUs: group.firstUs,
      title:
        `${hosts.text(host)} asked the local network for ${things.text} addresses that nobody ` +
        `has in ${durationText(seconds)} (usual: below ${hostCountMin})`,
      reasons: [
        {
          feature: 'unknown_addresses',
          actual: things.count,
          typical: hostCountMin - 1,
          unit: 'addresses',
        },
      ],
      evidence: group.evidence.toReferences(),
    })
  }
}
