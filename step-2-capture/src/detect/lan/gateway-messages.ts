import { readUint16 } from '../../decode/big-endian.ts'
import type { Frame } from '../../decode/frame.ts'
import { readWord } from '../../memory/address-words.ts'

/** Ports of HSRP (RFC 2281) and IP protocol of VRRP (RFC 9568). */
export const standbyPort = 1985
export const redundancyProtocol = 112

/** HSRP 0: a hello or a coup, by the router that is active. */
const activeState = 16
const coup = 1
/** HSRP 2 (Cisco): a field of type 1 with 40 bytes; its states are numbered anew. */
const groupField = 1
const groupFieldLength = 40
const activeStateOfTwo = 6
const groupMessageBytes = 20
/** VRRP: version and type, group, priority, and how many addresses. */
const advertisement = 1
const redundancyBytesMin = 8

/** What a router says about the address that it shares with others. */
export interface GatewayMessage {
  /** Which of the addresses, by the number of its group. */
  readonly group: number
  readonly priority: number
  /** The address, as a number; 0 where the message does not say it. */
  readonly address: number
  /** It says that the address is its own from now on. */
  readonly isActive: boolean
}

/** A message of HSRP at the start of a datagram's payload, or null. */
export function standbyMessage(bytes: Uint8Array, frame: Frame): GatewayMessage | null {
  const { payloadOffset: at, payloadLength } = frame
  if (payloadLength < groupMessageBytes) return null
  if (bytes[at] === 0) {
    const isActive = bytes[at + 2] === activeState || bytes[at + 1] === coup
    const [priority, group] = [bytes[at + 5] as number, bytes[at + 6] as number]
    return { group, priority, address: readWord(bytes, at + 16), isActive }
  }
  if (bytes[at] !== groupField || bytes[at + 1] !== groupFieldLength) return null
  const isActive = bytes[at + 4] === activeStateOfTwo
  const group = 0x1000 | readUint16(bytes, at + 6)
  // Priorities take four bytes, of which one is used.
  return { group, priority: bytes[at + 17] as number, address: 0, isActive }
}

/** A message of VRRP behind the IPv4 header of a packet, or null; only the master sends any. */
export function redundancyMessage(bytes: Uint8Array, frame: Frame): GatewayMessage | null {
  const at = frame.networkOffset + ((bytes[frame.networkOffset] as number) & 15) * 4
  if (at + redundancyBytesMin > frame.capturedEnd) return null
  if (((bytes[at] as number) & 15) !== advertisement) return null
  const priority = bytes[at + 2] as number
  const hasAddress = at + redundancyBytesMin + 4 <= frame.capturedEnd
  const address = hasAddress ? readWord(bytes, at + redundancyBytesMin) : 0
  // A master that leaves says so by priority 0.
  return { group: 0x20000 | (bytes[at + 1] as number), priority, address, isActive: priority > 0 }
}
