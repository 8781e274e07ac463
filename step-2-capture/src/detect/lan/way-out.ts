import { Layer } from '../../decode/frame.ts'
import { isGroupMac } from '../../decode/group-mac.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'

/** 1,024 devices that use the gateway, 100 B each: 102 kB. */
export const gatewayUserCountMax = 1_024

/** By which device a network reaches others over IPv4, and which devices use it; by MAC addresses. */
export class WayOut {
  readonly #traffic: Traffic
  readonly #users = new BoundedMap<HostId, true>({ countMax: gatewayUserCountMax })
  /** 1 for a host of which is known by which device it sends: it is looked at once. */
  readonly #isSeen: Uint8Array
  #gateway: HostId = noHost

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#isSeen = new Uint8Array(traffic.hosts.countMax)
  }

  /** A flow starts with the current packet. */
  see(): void {
    const { packet, frame, flow, flows, hosts, timeUs } = this.#traffic
    if (this.#isSeen[flows.originator(flow)] === 1) return
    const at = frame.destinationMacOffset
    if ((frame.layers & Layer.ipv4) === 0 || at === -1 || frame.sourceMacOffset === -1) return
    if (!flows.fromOriginator || isGroupMac(packet.bytes, at)) return
    if (scopeOf(hosts, flows.responder(flow)) !== AddressScope.outside) return
    if (scopeOf(hosts, flows.originator(flow)) !== AddressScope.inside) return
    this.#gateway = hosts.intern(packet.bytes, at, 6, timeUs)
    const user = hosts.intern(packet.bytes, frame.sourceMacOffset, 6, timeUs)
    this.#users.set(user, true)
    this.#isSeen[flows.originator(flow)] = 1
  }

  /** The gateway, if it is known and another device than this one. */
  gatewayBeside(mac: HostId): HostId {
    return this.#gateway === mac ? noHost : this.#gateway
  }

  isUsedBy(mac: HostId): boolean {
    return this.#users.has(mac)
  }

  /** A host id is about to be given to another address. */
  forget(host: HostId): void {
    this.#isSeen[host] = 0
    this.#users.delete(host)
    if (this.#gateway === host) this.#gateway = noHost
  }
}
