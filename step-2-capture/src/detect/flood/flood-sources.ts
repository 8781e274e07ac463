import type { FlowId } from '../../flow/flow-rows.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { Majority } from '../../memory/majority.ts'

/** A source is accused by name when it leads all others by this share of what came. */
const sourceLeadMin = 0.2

/** Fewer addresses than these are attackers of flesh and blood, of whom the leader is named. */
const forgedCountMin = 20

/** Whom to accuse of a flood, and what to call where it comes from. */
export interface FloodOrigin {
  /** Host id of the source, or of the device that forges its sources. */
  readonly accused: HostId
  readonly text: string
}

/** Where a flood comes from: 8 kB at most, a few bytes as long as there is one source. */
export class FloodSources {
  readonly addresses = new DistinctCounter()
  readonly #leader = new Majority()
  /** Of the device that sent the first packet of each address. */
  readonly #device = new Majority()

  /** Counts what a flow brought; its MAC address matters only with an address that is new. */
  add(traffic: Traffic, flow: FlowId, source: HostId): void {
    this.#leader.add(source)
    if (this.addresses.add(source)) this.#device.add(traffic.macs.of(flow, traffic.timeUs))
  }

  get count(): number {
    return this.addresses.count
  }

  /** The source that leads; where none does, the device behind the forged addresses. */
  origin({ hosts, neighbours }: Traffic, leadMin = sourceLeadMin): FloodOrigin {
    const leader = this.#leader.value as HostId
    if (this.#leader.leadsBy(leadMin)) return { accused: leader, text: hosts.text(leader) }
    if (this.count < forgedCountMin) {
      return { accused: leader, text: `${this.addresses.text} addresses` }
    }
    const device = this.#device.value as HostId
    // The device's own address if it told it in ARP, else its MAC address.
    const own = device === -1 ? noHost : neighbours.addressOf(device)
    const accused = own !== -1 ? own : device !== -1 ? device : leader
    return { accused, text: `${this.addresses.text} addresses, probably forged` }
  }
}
