/** BACnet/IP (ASHRAE 135, annex J): type, function, length; a forwarded one has an address too. */
const virtualLinkType = 0x81
const forwardedBytes = 6
const linkBytes = 4
const forwarded = 4
/** Flags of the network layer (section 6.2.2). */
const isNetworkMessage = 0x80
const hasDestination = 0x20
const hasSource = 0x08
/** Added to the type of a message of the network layer. */
export const bacnetNetworkMessage = 0x100

/**
 * The service of a confirmed request of BACnet/IP (section 21), or 0x100 plus the type of a message
 * of the network layer; -1 where `bytes[start, end)` is neither.
 */
export function readBacnetService(bytes: Uint8Array, start: number, end: number): number {
  if (start + linkBytes + 2 > end || bytes[start] !== virtualLinkType) return -1
  const network = start + linkBytes + (bytes[start + 1] === forwarded ? forwardedBytes : 0)
  if (network + 2 > end || bytes[network] !== 1) return -1
  const flags = bytes[network + 1]!
  let at = network + 2
  if (flags & hasDestination) at += 3 + (bytes[at + 2] ?? 0)
  if (flags & hasSource) at += 3 + (bytes[at + 2] ?? 0)
  if (flags & hasDestination) at += 1
  if (at >= end) return -1
  if (flags & isNetworkMessage) return bacnetNetworkMessage + bytes[at]!
  const type = bytes[at]! >> 4
  // Behind type, sizes and number of a request; a segmented one has two bytes more.
  const service = at + 3 + (bytes[at]! & 0x08 ? 2 : 0)
  return type === 0 && service < end ? bytes[service]! : -1
}
