import {
  ArpOperation,
  arpOperation,
  arpSenderMacOffset,
  arpTargetMacOffset,
} from '../../decode/arp.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { readWord } from '../../memory/address-words.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { ArpBindings, type Binding } from './arp-bindings.ts'

export interface ArpSpoofingOptions {
  /** Contradicting answers that make a conflict; a failover or a new lease makes one at most. */
  readonly conflictCountMin?: number
  /** A former owner who spoke within so many seconds still has his address; leases last for hours. */
  readonly ownerSilentSeconds?: number
  /** Answers nobody asked for, to one device, about one address (arpspoof: one in 2 s). */
  readonly unaskedCountMin?: number
  /** The time in which they must come, in seconds. */
  readonly unaskedSeconds?: number
  /** How long after a claim a changed way out counts as its effect, in seconds. */
  readonly redirectSeconds?: number
}

const defaults: Required<ArpSpoofingOptions> = {
  conflictCountMin: 2,
  ownerSilentSeconds: 300,
  unaskedCountMin: 5,
  unaskedSeconds: 60,
  redirectSeconds: 120,
}

const arpSpoofing: DetectionKind = {
  kind: 'arp_spoofing',
  technique: techniques['T1557.002'],
  recommendation:
    'Find the port of this MAC address at the switch and shut it. Clear the ARP caches of its ' +
    'victims, and change the passwords that crossed the wire in clear text meanwhile.',
}

/** An answer to a question comes within milliseconds; some systems are slow. */
const answerUs = 5_000_000
/** 4,096 hosts at 60 B: through which MAC address each one's traffic leaves the network. */
const wayOutCountMax = 4_096

/** A device that claims the address of another, so that it gets the other's traffic. */
export function createArpSpoofing(options: ArpSpoofingOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new ArpSpoofing(traffic, { ...defaults, ...options })
}

class ArpSpoofing implements TrafficObserver {
  readonly name = 'arp_spoofing'
  readonly #traffic: Traffic
  readonly #options: Required<ArpSpoofingOptions>
  readonly #bindings = new ArpBindings()
  /** Addresses that somebody was found to claim wrongly. */
  readonly #claimed = new Set<string>()
  /** MAC host id by which each inside host's traffic leaves the network. */
  readonly #wayOut = new Map<HostId, HostId>()

  constructor(traffic: Traffic, options: Required<ArpSpoofingOptions>) {
    this.#traffic = traffic
    this.#options = options
  }

  onArp(): void {
    const { packet, frame, hosts, timeUs } = this.#traffic
    const { bytes } = packet
    const address = readWord(bytes, frame.sourceAddressOffset)
    const target = readWord(bytes, frame.destinationAddressOffset)
    if (address === 0 || isVirtualMac(bytes, arpSenderMacOffset(frame))) return
    const mac = hosts.intern(bytes, arpSenderMacOffset(frame), 6, timeUs)
    const binding = this.#bindings.claim(address, mac, timeUs)
    if (address === target) return
    if (arpOperation(bytes, frame) === ArpOperation.request) {
      this.#bindings.ask(mac, target, timeUs)
    } else {
      const asker = hosts.intern(bytes, arpTargetMacOffset(frame), 6, timeUs)
      // A spoofer that leaves puts things right in its victims' name: the frame tells who it is.
      const sender =
        frame.sourceMacOffset === -1 ? mac : hosts.intern(bytes, frame.sourceMacOffset, 6, timeUs)
      this.#judgeReply(binding, { mac, sender, asker, address })
    }
  }

  /** The victim's next connection to the outside goes to the device that just made a claim. */
  onFlowStart(flow: FlowId): void {
    const { flows, hosts, packet, frame, timeUs } = this.#traffic
    const { destinationMacOffset, sourceMacOffset } = frame
    if (destinationMacOffset === -1 || !flows.fromOriginator) return
    const source = flows.originator(flow)
    if (scopeOf(hosts, flows.responder(flow)) !== AddressScope.outside) return
    if (scopeOf(hosts, source) !== AddressScope.inside) return
    const mac = hosts.intern(packet.bytes, destinationMacOffset, 6, timeUs)
    const before = this.#wayOut.get(source)
    if (before === mac) return
    if (before === undefined && this.#wayOut.size === wayOutCountMax) this.#wayOut.clear()
    this.#wayOut.set(source, mac)
    if (before === undefined) return
    const victimMac = hosts.intern(packet.bytes, sourceMacOffset, 6, timeUs)
    const binding = this.#bindings.claimTo(victimMac, mac)
    if (!binding || timeUs - binding.lastUs > this.#options.redirectSeconds * 1e6) return
    binding.conflictCount++
    this.#report(binding, {
      mac,
      victim: source,
      what: `and now gets what ${hosts.text(source)} sent through ${hosts.text(before)}`,
    })
  }

  onHostEvict(host: HostId): void {
    this.#wayOut.delete(host)
  }

  #judgeReply(binding: Binding, { mac, sender, asker, address }: Reply): void {
    const { hosts, timeUs } = this.#traffic
    const { conflictCountMin, ownerSilentSeconds, unaskedCountMin } = this.#options
    const answer = this.#bindings.answer(asker, address)
    const { by: rival } = answer
    const isAsked = timeUs - answer.askedUs < answerUs
    // Who roams between two networks asks again, and gets one answer in each.
    const isContradiction =
      rival !== -1 &&
      rival !== mac &&
      timeUs - answer.byUs < ownerSilentSeconds * 1e6 &&
      (!isAsked || answer.byUs >= answer.askedUs)
    answer.by = mac
    answer.byUs = timeUs
    if (isContradiction) binding.conflictCount++
    if (!isAsked) {
      this.#bindings.noteClaimTo(asker, mac, binding)
      this.#countUnasked(binding)
    }
    const { conflictCount, unaskedCount } = binding
    if (isContradiction && conflictCount >= conflictCountMin) {
      const what = `but ${hosts.text(rival)} has it: ${conflictCount} contradicting answers`
      this.#report(binding, { mac: sender, victim: asker, what })
    } else if (!isAsked && unaskedCount >= unaskedCountMin) {
      const what = `in ${unaskedCount} answers that nobody asked for`
      this.#report(binding, { mac: sender, victim: asker, what })
    }
  }

  /** The device's own address where it has one beside those that it stole; its MAC address else. */
  #nameOf(mac: HostId): HostId {
    const { hosts, neighbours } = this.#traffic
    const own = neighbours.addressOf(mac, (host) => this.#claimed.has(hosts.text(host)))
    return own === -1 ? mac : own
  }

  #countUnasked(binding: Binding): void {
    const { timeUs } = this.#traffic
    if (timeUs - binding.unaskedSinceUs > this.#options.unaskedSeconds * 1e6) {
      binding.unaskedSinceUs = timeUs
      binding.unaskedCount = 0
    }
    binding.unaskedCount++
    binding.evidence.addPacket(this.#traffic)
  }

  #report(binding: Binding, { mac, victim, what }: Finding): void {
    const { conflictCount, unaskedCount } = binding
    const count = conflictCount + unaskedCount
    if (count < binding.dueAt) return
    binding.dueAt = count * 2
    binding.evidence.addPacket(this.#traffic)
    const { hosts } = this.#traffic
    this.#claimed.add(binding.text)
    this.#traffic.emit({
      detector: this.name,
      kind: arpSpoofing,
      severity: 'high',
      score: Math.min(1, 0.8 + 0.02 * count),
      confidence: conflictCount > 0 ? 0.9 : 0.7,
      source: this.#nameOf(mac),
      target: victim,
      targetGroup: binding.text,
      firstUs: binding.firstUs,
      title: `${hosts.text(mac)} claims the address ${binding.text}, ${what} (usual: 0)`,
      reasons: [
        { feature: 'conflicts', actual: conflictCount, typical: 0, unit: 'claims' },
        { feature: 'unasked_answers', actual: unaskedCount, typical: 0, unit: 'answers' },
      ],
      evidence: binding.evidence.toReferences(),
    })
  }
}

interface Reply {
  readonly mac: HostId
  /** The device that sent the frame, mostly the same. */
  readonly sender: HostId
  readonly asker: HostId
  readonly address: number
}

interface Finding {
  readonly mac: HostId
  readonly victim: HostId
  readonly what: string
}

/** VRRP and CARP (RFC 9568: 00:00:5e:00:01), HSRP (00:00:0c): routers share these on purpose. */
function isVirtualMac(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0 || bytes[at + 1] !== 0) return false
  if (bytes[at + 2] === 0x5e) return true
  return bytes[at + 2] === 0x0c && (bytes[at + 3] === 0x07 || bytes[at + 3] === 0x9f)
}
