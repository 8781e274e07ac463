import { type HostId, noHost } from '../../flow/host-rows.ts'
import { AddressFamily, addressText } from '../../memory/address-words.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { Matter } from '../seam/reporter.ts'
import { Evidence } from '../track/evidence.ts'

/** 8,192 addresses at about 200 B are 2 MB; the one learned first goes first. */
export const bindingCountMax = 8_192
/** 4,096 answers and as many claims at 100 B; the oldest go first. */
export const answerCountMax = 4_096

/** Which device says that an address is its own. */
export interface Binding {
  readonly text: string
  readonly firstUs: number
  /** Host id of the MAC address that claimed it last. */
  mac: HostId
  lastUs: number
  conflictCount: number
  unaskedCount: number
  /** Answers that followed a request, for as long as the binding exists. */
  askedCount: number
  /** Several devices claimed it. */
  isDisputed: boolean
  unaskedSinceUs: number
  dueAt: number
  evidence: Evidence
  /** The claims that speak against its claimant. */
  readonly suspect: { lastUs: number; settle: Matter['settle'] }
}

/** What one device asked about one address, and which device answered. */
export interface Answer {
  askedUs: number
  /** Host id of the MAC address that answered last; `noHost` before the first answer. */
  by: HostId
  byUs: number
}

/** Which device claimed which IPv4 address, and which answers each device received. */
export class ArpBindings {
  readonly #bindings = new BoundedMap<number, Binding>({ countMax: bindingCountMax })
  /** By the asker's MAC and the address. */
  readonly #answers = new BoundedMap<number, Answer>({ countMax: answerCountMax })
  /** The latest unasked claim, by the MAC that it was made to and the one that made it. */
  readonly #claims = new BoundedMap<number, Binding>({ countMax: answerCountMax })

  /** Devices whose requests the capture shows. */
  readonly #askers = new BoundedMap<HostId, true>({ countMax: answerCountMax })

  /** Notes who claims an address. */
  claim(address: number, mac: HostId, timeUs: number): Binding {
    const binding = this.#bindings.get(address) ?? this.#add(address, mac, timeUs)
    if (binding.mac !== mac) binding.isDisputed = true
    binding.mac = mac
    binding.lastUs = timeUs
    return binding
  }

  ask(askerMac: HostId, address: number, timeUs: number): void {
    this.answer(askerMac, address).askedUs = timeUs
    this.#askers.set(askerMac, true)
  }

  /** Whether a request of this device was seen, about whatever address. */
  asks(askerMac: HostId): boolean {
    return this.#askers.has(askerMac)
  }

  /** The answers that a device received about an address so far. */
  answer(askerMac: HostId, address: number): Answer {
    const key = pairKey(askerMac, address)
    const known = this.#answers.get(key)
    if (known) return known
    const answer = { askedUs: Number.NEGATIVE_INFINITY, by: noHost, byUs: Number.NEGATIVE_INFINITY }
    this.#answers.set(key, answer)
    return answer
  }

  noteClaimTo(targetMac: HostId, mac: HostId, binding: Binding): void {
    this.#claims.renew(pairKey(targetMac, mac), binding)
  }

  claimTo(targetMac: HostId, mac: HostId): Binding | undefined {
    return this.#claims.get(pairKey(targetMac, mac))
  }

  #add(address: number, mac: HostId, timeUs: number): Binding {
    const binding: Binding = {
      text: addressText(AddressFamily.ipv4, [0, 0, 0, address]),
      firstUs: timeUs,
      mac,
      lastUs: timeUs,
      conflictCount: 0,
      unaskedCount: 0,
      askedCount: 0,
      isDisputed: false,
      unaskedSinceUs: timeUs,
      dueAt: 0,
      evidence: new Evidence(),
      suspect: { lastUs: timeUs, settle: undefined },
    }
    this.#bindings.set(address, binding)
    return binding
  }
}

/** A host id has at most 18 bits, an IPv4 address 32. */
function pairKey(host: HostId, other: number): number {
  return host * 2 ** 32 + other
}
