import type { FlowId } from '../../flow/flow-rows.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { Majority } from '../../memory/majority.ts'
import { limit, type SettingsOf, share } from '../seam/option.ts'
import { counted } from '../track/counted.ts'

/** When the source of a flood is named, and when its addresses are called forged. */
export const originOptions = {
  sourceLeadMin: share(0.2, {
    about: 'Lead over all other sources, as a share of what came, from which a source is named',
  }),
  forgedCountMin: limit(20, {
    about: 'Addresses without a leader that are called forged; below it the foremost is named',
    unit: 'addresses',
  }),
}

/** Where a flood comes from. */
export interface FloodOrigin {
  /** The host that sends it, or the device that forges its addresses. */
  readonly source: HostId
  /** As a title says it: an address, or how many there are. */
  readonly text: string
}

/** The sources of a flood: 8 kB at most, a few bytes as long as there is one. */
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

  /** Counts the current packet, which may belong to no flow. */
  addPacket({ packet, frame, hosts, timeUs }: Traffic, source: HostId): void {
    this.#leader.add(source)
    const at = frame.sourceMacOffset
    if (!this.addresses.add(source) || at === -1) return
    this.#device.add(hosts.intern(packet.bytes, at, 6, timeUs))
  }

  get count(): number {
    return this.addresses.count
  }

  /** The source that leads; where none does, the device behind the forged addresses. */
  origin(
    { hosts, neighbours }: Traffic,
    { sourceLeadMin, forgedCountMin }: SettingsOf<typeof originOptions>,
  ): FloodOrigin {
    const leader = this.#leader.value as HostId
    if (this.#leader.leadsBy(sourceLeadMin)) return { source: leader, text: hosts.text(leader) }
    const text = counted(this.addresses, 'address', 'addresses')
    if (this.count < forgedCountMin) return { source: leader, text }
    const device = this.#device.value as HostId
    // The device's own address if it announced one in ARP, else its MAC address.
    const own = device === noHost ? noHost : neighbours.addressOf(device)
    const source = [own, device, leader].find((host) => host !== noHost) ?? leader
    return { source, text: `${text}, probably forged` }
  }
}
