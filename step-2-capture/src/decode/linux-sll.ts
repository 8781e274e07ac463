import { readUint16 } from './big-endian.ts'
import { etherTypeMin, headerOfEtherType } from './ether-type.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

/** Values of Linux below the EtherTypes: a Novell frame without LLC has none, this one has it. */
const llcFrame = 0x0004
/** ARPHRD_ of interfaces whose protocol field is no EtherType: netlink, and GRE as an interface. */
const arphrdNetlink = 824

/** Linux cooked capture (LINKTYPE_LINUX_SLL), as made on `any`. */
export function decodeLinuxSll(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 16) return stopShort(frame, at, 16)
  const hardware = readUint16(bytes, at + 2)
  if (readUint16(bytes, at + 4) === 6) {
    frame.sourceMacOffset = at + 6
  }
  const type = readUint16(bytes, at + 14)
  frame.at = at + 16
  return headerOfCooked(frame, hardware, type)
}

/** The second version (LINKTYPE_LINUX_SLL2), which names the interface. */
export function decodeLinuxSll2(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 20) return stopShort(frame, at, 20)
  const type = readUint16(bytes, at)
  const hardware = readUint16(bytes, at + 8)
  if (bytes[at + 11] === 6) frame.sourceMacOffset = at + 12
  frame.at = at + 20
  return headerOfCooked(frame, hardware, type)
}

function headerOfCooked(frame: Frame, hardware: number, type: number): number {
  if (hardware === arphrdNetlink) return Header.none
  if (type === llcFrame) return Header.llc
  if (type < etherTypeMin) return Header.none
  frame.etherType = type
  return headerOfEtherType(type)
}
