import { broadcastMac, ipv4Bytes } from '../network/addresses.ts'
import type { Host } from '../network/host.ts'
import type { Wire } from '../network/wire.ts'
import { ArpOperation, arpPacket } from '../packet-builder/arp.ts'
import { EtherType } from '../packet-builder/ethernet.ts'
import type { Process } from '../simulator.ts'

const unknownMac = new Uint8Array(6)

/** Asks once for a local address by broadcast. */
export function sendArpRequest(wire: Wire, from: Host, targetAddress: string): void {
  const request = arpPacket({
    operation: ArpOperation.request,
    senderMac: from.mac,
    senderAddress: from.addressBytes,
    targetMac: unknownMac,
    targetAddress: ipv4Bytes(targetAddress),
  })
  wire.ethernet(from, broadcastMac, EtherType.arp, request)
}

export function sendArpReply(wire: Wire, from: Host, to: Host): void {
  const reply = arpPacket({
    operation: ArpOperation.reply,
    senderMac: from.mac,
    senderAddress: from.addressBytes,
    targetMac: to.mac,
    targetAddress: to.addressBytes,
  })
  wire.ethernet(from, to.mac, EtherType.arp, reply)
}

/**
 * Makes sure that `from` knows the MAC address of `to`, as the kernel does before it sends:
 * nothing when it was asked lately, else request and reply. Both ends learn from the exchange.
 */
export function* resolveMac(wire: Wire, from: Host, to: Host): Process {
  if ((from.arpCache.get(to.address) ?? 0) > wire.nowUs) return
  sendArpRequest(wire, from, to.address)
  yield to.reactionUs()
  sendArpReply(wire, to, from)
  const lifetimeUs = () => from.random.between(45, 180) * 1e6
  from.arpCache.set(to.address, wire.nowUs + lifetimeUs())
  to.arpCache.set(from.address, wire.nowUs + lifetimeUs())
  yield from.reactionUs()
}

/** Asks three times for an address without a host, as Linux does before it gives up. */
export function* resolveInVain(wire: Wire, from: Host, targetAddress: string): Process {
  for (let attempt = 0; attempt < 3; attempt++) {
    sendArpRequest(wire, from, targetAddress)
    yield 1_000_000 + from.random.exponential(9000)
  }
}
