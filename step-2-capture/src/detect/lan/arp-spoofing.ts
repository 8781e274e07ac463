import {
  ArpOperation,
  arpOperation,
  arpSenderMacOffset,
  arpTargetMacOffset,
} from '../../decode/arp.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { readWord } from '../../memory/address-words.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { AddressList } from '../seam/address-list.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import type { SettingsOf } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'
import { numberText } from '../seam/title.ts'
import { counted } from '../track/counted.ts'
import { ArpBindings, type Binding } from './arp-bindings.ts'
import { arpSpoofingOptions } from './arp-spoofing-options.ts'
import { isBeside } from './beside.ts'
import { isVirtualMac } from './virtual-mac.ts'

/** 4,096 hosts at 120 B: through which MAC address each one's traffic leaves the network. */
export const wayOutCountMax = 4_096
/** 4,096 addresses that a device was found to claim wrongly, at 150 B. */
export const claimedCountMax = 4_096

/** With half of the packets lost, one answer is without its request for each that has it. */
const askedFactor = 3

const kinds = [
  {
    id: 'arp_spoofing',
    title: '{claimant} claims the address {address}, {how}',
    technique: techniques['T1557.002'],
    recommend:
      'Find the port of this MAC address at the switch and shut it. Clear the ARP caches of the ' +
      'hosts that it deceived, and change the passwords that crossed the wire in clear text since.',
  },
] as const

/** A device that claims the address of another, so that it receives the traffic of the other. */
export const arpSpoofing = defineDetector({
  name: 'arp_spoofing',
  family: 'behaviour',
  about:
    'A device that claims the address of another in ARP; failover, new leases and addresses that ' +
    'routers share are left alone.',
  kinds,
  options: arpSpoofingOptions,
  watch: (traffic, settings, reporter) => new ArpSpoofing(traffic, settings, reporter),
})

type Settings = SettingsOf<typeof arpSpoofingOptions>
type SpoofingReporter = Reporter<(typeof kinds)[number]>

class ArpSpoofing implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #settings: Settings
  readonly #reporter: SpoofingReporter
  readonly #allowed: AddressList
  readonly #bindings = new ArpBindings()
  /** Addresses that a device was found to claim wrongly. */
  readonly #claimed = new BoundedMap<string, true>({ countMax: claimedCountMax })
  /** MAC host id by which each inside host's traffic leaves the network. */
  readonly #wayOut = new BoundedMap<HostId, HostId>({ countMax: wayOutCountMax })

  constructor(traffic: Traffic, settings: Settings, reporter: SpoofingReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    this.#allowed = new AddressList(settings.allow)
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
      // A spoofer that leaves restores the true bindings in the owners' names: its frame names it.
      const sender =
        frame.sourceMacOffset === -1 ? mac : hosts.intern(bytes, frame.sourceMacOffset, 6, timeUs)
      this.#judgeReply(binding, { mac, sender, asker, address })
    }
  }

  /** The next connection of a deceived host to the outside goes to the device that made a claim. */
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
    this.#wayOut.set(source, mac)
    if (before === undefined) return
    const senderMac = hosts.intern(packet.bytes, sourceMacOffset, 6, timeUs)
    const binding = this.#bindings.claimTo(senderMac, mac)
    if (!binding || timeUs - binding.lastUs > this.#settings.redirectSeconds * 1e6) return
    binding.conflictCount++
    binding.suspect.lastUs = timeUs
    this.#report(binding, {
      mac,
      target: source,
      how: () =>
        `and receives what ${hosts.text(source)} sent through ${hosts.text(before)} before`,
    })
  }

  onHostEvict(host: HostId): void {
    this.#wayOut.delete(host)
  }

  #judgeReply(binding: Binding, { mac, sender, asker, address }: Reply): void {
    const { hosts, timeUs } = this.#traffic
    const { conflictCountMin, ownerSilentSeconds, unaskedCountMin, answerSeconds } = this.#settings
    const answer = this.#bindings.answer(asker, address)
    const { by: rival } = answer
    const isAsked = timeUs - answer.askedUs < answerSeconds * 1e6
    // A host that roams between two networks asks again, and gets one answer in each.
    const isContradiction =
      rival !== noHost &&
      rival !== mac &&
      timeUs - answer.byUs < ownerSilentSeconds * 1e6 &&
      (!isAsked || answer.byUs >= answer.askedUs)
    answer.by = mac
    answer.byUs = timeUs
    if (isContradiction) {
      binding.conflictCount++
      binding.suspect.lastUs = timeUs
    }
    if (!isAsked) {
      this.#bindings.noteClaimTo(asker, mac, binding)
      this.#countUnasked(binding)
    } else binding.askedCount++
    const ends = { mac: sender, target: asker }
    if (isContradiction && binding.conflictCount >= conflictCountMin) {
      const owner = hosts.text(rival)
      const limit = numberText(conflictCountMin)
      const how = () =>
        `which ${owner} has: ${counted(binding.conflictCount, 'contradicting answer')} (threshold: ${limit})`
      this.#report(binding, { ...ends, how })
    } else if (
      !isAsked &&
      binding.unaskedCount >= unaskedCountMin &&
      this.#isSuspect(binding, { mac, sender, asker })
    ) {
      const limit = numberText(unaskedCountMin)
      const how = () =>
        `in ${counted(binding.unaskedCount, 'answer')} without a request (threshold: ${limit})`
      this.#report(binding, { ...ends, how })
    }
  }

  /**
   * Whether answers without a request say anything: a capture that lacks requests shows them of
   * every router. The claim is disputed, another device made it, its claimant has another address in
   * the same network, or the capture shows the requests of the asker and hardly any for this address.
   */
  #isSuspect(binding: Binding, { mac, sender, asker }: Omit<Reply, 'address'>): boolean {
    const { hosts, neighbours } = this.#traffic
    if (binding.isDisputed || sender !== mac) return true
    if (neighbours.claims(mac, (host) => isBeside(hosts.text(host), binding.text))) return true
    return this.#bindings.asks(asker) && binding.unaskedCount > binding.askedCount * askedFactor
  }

  /** The device's own address where it has one beside those that it stole; its MAC address else. */
  #nameOf(mac: HostId): HostId {
    const { hosts, neighbours } = this.#traffic
    const own = neighbours.addressOf(mac, (host) => this.#claimed.has(hosts.text(host)))
    return own === noHost ? mac : own
  }

  #countUnasked(binding: Binding): void {
    const { timeUs } = this.#traffic
    if (timeUs - binding.unaskedSinceUs > this.#settings.unaskedSeconds * 1e6) {
      binding.suspect.settle?.()
      binding.unaskedSinceUs = timeUs
      binding.unaskedCount = 0
    }
    binding.unaskedCount++
    binding.suspect.lastUs = timeUs
    binding.evidence.addPacket(this.#traffic)
  }

  #report(binding: Binding, finding: Finding): void {
    const count = binding.conflictCount + binding.unaskedCount
    if (count < binding.dueAt || this.#allowed.has(binding.text)) return
    binding.dueAt = count * 2
    binding.evidence.addPacket(this.#traffic)
    this.#claimed.set(binding.text, true)
    this.#state(binding, finding)
  }

  #state(binding: Binding, finding: Finding): void {
    const { mac, target, how } = finding
    const { conflictCount, unaskedCount } = binding
    const { hosts } = this.#traffic
    this.#reporter.emit({
      kind: 'arp_spoofing',
      severity: 'high',
      score: Math.min(1, 0.8 + 0.02 * (conflictCount + unaskedCount)),
      confidence: conflictCount > 0 ? 0.9 : 0.7,
      source: this.#nameOf(mac),
      target,
      device: mac,
      protocol: 0,
      targetGroup: binding.text,
      firstUs: binding.firstUs,
      lastUs: binding.suspect.lastUs,
      matter: binding.suspect,
      restate: () => this.#state(binding, finding),
      values: { claimant: hosts.text(mac), address: binding.text, how: how() },
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
  readonly target: HostId
  /** The end of the sentence, with what is counted by now. */
  readonly how: () => string
}
