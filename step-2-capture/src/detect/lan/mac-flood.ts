import { noHost } from '../../flow/host-rows.ts'
import { readWord } from '../../memory/address-words.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Evidence, evidenceCountMax } from '../track/evidence.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'

export interface MacFloodOptions {
  /** Senders' MAC addresses within ten seconds; a broadcast domain has 500 devices at most. */
  readonly macCountMin?: number
  /** Share of the flows that come from an address of their own: devices send more than once. */
  readonly newShareMin?: number
}

const defaults: Required<MacFloodOptions> = { macCountMin: 500, newShareMin: 0.8 }

const periodUs = 10_000_000

const macFlood: DetectionKind = {
  kind: 'mac_flood',
  technique: techniques.T1557,
  recommendation:
    'Find the port at the switch that learned these addresses, shut it, and limit how many a port ' +
    'may have (port security): a switch whose table is full sends everything everywhere.',
}

/** More senders on one network than it can have, to fill the table of its switch (macof). */
export function createMacFlood(options: MacFloodOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new MacFlood(traffic, { ...defaults, ...options })
}

/** The senders of the current period: one counter of 8 kB. */
class Senders extends Tracker {
  macs = new DistinctCounter()
  flowCount = 0
}

class MacFlood implements TrafficObserver {
  readonly name = 'mac_flood'
  readonly #traffic: Traffic
  readonly #options: Required<MacFloodOptions>
  #senders: Senders | undefined

  constructor(traffic: Traffic, options: Required<MacFloodOptions>) {
    this.#traffic = traffic
    this.#options = options
  }

  onFlowStart(): void {
    const { frame, packet, timeUs } = this.#traffic
    const at = frame.sourceMacOffset
    if (at === -1) return
    let senders = this.#senders
    if (!senders || timeUs - senders.firstUs > periodUs) {
      senders = new Senders({ host: noHost }, this.#traffic)
      this.#senders = senders
    }
    senders.flowCount++
    // The last four of the six bytes tell devices apart.
    if (!senders.macs.add(readWord(packet.bytes, at + 2))) return
    senders.evidence.addPacket(this.#traffic)
    const { macCountMin, newShareMin } = this.#options
    const { count } = senders.macs
    if (count < macCountMin || count < senders.flowCount * newShareMin) return
    if (senders.hasDoubled(count, macCountMin)) this.#report(senders)
  }

  #report(senders: Senders): void {
    const { packet, frame, hosts, timeUs } = this.#traffic
    const { macCountMin: minimum } = this.#options
    const { count, text } = senders.macs
    const accusing = new Evidence()
    accusing.addPacket(this.#traffic)
    const [last] = accusing.toReferences()
    const others = senders.evidence.toReferences().slice(0, evidenceCountMax - 1)
    reportGroup(this.#traffic, senders, {
      detector: this.name,
      kind: macFlood,
      severity: severityOf(count, { medium: minimum, high: minimum * 10 }),
      score: growthScore(count, minimum),
      confidence: 0.8,
      // Who it is nobody can tell from forged addresses: the last of them stands for all.
      source: hosts.intern(packet.bytes, frame.sourceMacOffset, 6, timeUs),
      target: null,
      targetGroup: 'switch',
      evidence: last ? [...others, last] : others,
      title: `${text} devices appeared on the network within 10 s (usual: below ${minimum})`,
      reasons: [
        countReason('senders', count, { typical: minimum - 1, unit: 'MAC addresses' }),
        countReason('flows', senders.flowCount, { typical: count * 5, unit: 'flows' }),
      ],
    })
  }
}
