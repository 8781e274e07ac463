import { arpSenderMacOffset } from '../decode/arp.ts'
import type { Frame } from '../decode/frame.ts'
import { BoundedMap } from '../memory/bounded-map.ts'
import type { Packet } from '../pcap/packet.ts'
import { type HostId, noHost } from './host-rows.ts'
import type { HostTable } from './host-table.ts'

/** 4,096 devices at about 120 B; the one heard of first goes first. */
const deviceCountMax = 4_096
/** A router speaks for some addresses; who speaks for more is not worth knowing all of. */
const addressCountMax = 8

/** Which IPv4 addresses each MAC address of the local network claimed in ARP. All are host ids. */
export class Neighbours {
  readonly #addresses = new BoundedMap<HostId, HostId[]>({ countMax: deviceCountMax })

  /** Learns from an ARP packet for Ethernet and IPv4 who its sender says to be; gives the sender. */
  learnFrom({ bytes, timeUs }: Packet, frame: Frame, hosts: HostTable): HostId {
    const sender = hosts.intern(bytes, frame.sourceAddressOffset, 4, timeUs)
    this.learn(hosts.intern(bytes, arpSenderMacOffset(frame), 6, timeUs), sender)
    return sender
  }

  learn(mac: HostId, address: HostId): void {
    const known = this.#addresses.get(mac)
    if (known?.includes(address)) return
    if (known) {
      if (known.length < addressCountMax) known.push(address)
      return
    }
    this.#addresses.set(mac, [address])
  }

  /** The one address of a device, those that `isOthers` aside; -1 when there is none or several. */
  addressOf(mac: HostId, isOthers: (address: HostId) => boolean = () => false): HostId {
    const own = (this.#addresses.get(mac) ?? []).filter((address) => !isOthers(address))
    return own.length === 1 ? (own[0] as HostId) : noHost
  }

  /** Whether one of the addresses of a device is such a one. */
  claims(mac: HostId, isSuch: (address: HostId) => boolean): boolean {
    return (this.#addresses.get(mac) ?? []).some(isSuch)
  }

  /** A host id is about to be given to another address. */
  forget(host: HostId): void {
    this.#addresses.delete(host)
  }
}
