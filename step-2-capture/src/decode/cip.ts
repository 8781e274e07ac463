import { readLittleUint16 } from './little-endian.ts'

/** EtherNet/IP: a header of 24 bytes, interface and timeout, then items (CIP volume 2, 2-6). */
const headerBytes = 24
const itemsOffset = headerBytes + 6
const sendRequest = 0x6f
const sendUnit = 0x70
const unconnectedData = 0xb2
const connectedData = 0xb1
/** Unconnected Send to the connection manager, which holds another request. */
const forwarding = 0x52
const connectionManager = 6

/**
 * Service and class of a CIP request in EtherNet/IP as class × 256 + service (CIP volume 1, 2-4);
 * -1 where `bytes[start, end)` is none. A request that another one forwards is read instead.
 */
export function readCipRequest(bytes: Uint8Array, start: number, end: number): number {
  if (start + itemsOffset + 2 > end) return -1
  const command = readLittleUint16(bytes, start)
  if (command !== sendRequest && command !== sendUnit) return -1
  const itemCount = readLittleUint16(bytes, start + itemsOffset)
  let at = start + itemsOffset + 2
  for (let i = 0; i < Math.min(itemCount, 4) && at + 4 <= end; i++) {
    const type = readLittleUint16(bytes, at)
    const next = at + 4 + readLittleUint16(bytes, at + 2)
    if (type === unconnectedData) return readService(bytes, at + 4, end)
    if (type === connectedData) return readService(bytes, at + 6, end)
    at = next
  }
  return -1
}

function readService(bytes: Uint8Array, start: number, end: number): number {
  const requested = serviceAt(bytes, start, end)
  if (requested !== connectionManager * 256 + forwarding) return requested
  // Behind the path: priority, ticks, and the length of the request that is forwarded.
  return serviceAt(bytes, start + 2 + 2 * bytes[start + 1]! + 4, end)
}

/** A path of 8-bit or 16-bit classes; responses have the highest bit of their service. */
function serviceAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end || bytes[at]! >= 0x80 || bytes[at + 1] === 0) return -1
  if (bytes[at + 2] === 0x20) return bytes[at + 3]! * 256 + bytes[at]!
  if (bytes[at + 2] !== 0x21 || at + 6 > end) return bytes[at]!
  return readLittleUint16(bytes, at + 4) * 256 + bytes[at]!
}
