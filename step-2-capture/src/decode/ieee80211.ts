import { type Frame, Layer } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

const Type = { management: 0, data: 2 } as const
const managementBytes = 24
/** Bits of a data frame's subtype. */
const Subtype = { withoutData: 4, qualityOfService: 8 } as const
/** Bits of the second byte of frame control. */
const Control = { toSystem: 0x01, fromSystem: 0x02, encrypted: 0x40, order: 0x80 } as const
/** In the QoS field: several frames in one (A-MSDU); the first of them is looked at. */
const aggregated = 0x80

/** IEEE 802.11 data frames that are not encrypted; of management frames the addresses. */
export function decodeIeee80211(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 2) return stopShort(frame, at, 2)
  const first = bytes[at] as number
  const control = bytes[at + 1] as number
  const subtype = first >>> 4
  const type = (first >>> 2) & 3
  if (type === Type.management) return decodeManagement(frame, at)
  if (type !== Type.data || (subtype & Subtype.withoutData) !== 0) return Header.none
  const isBridge = (control & 3) === (Control.toSystem | Control.fromSystem)
  let length = isBridge ? 30 : 24
  if (frame.capturedEnd - at < length) return stopShort(frame, at, length)
  setAddresses(frame, at, control)
  if ((control & Control.encrypted) !== 0) return Header.none
  if ((subtype & Subtype.qualityOfService) !== 0) {
    const qosAt = at + length
    length += (control & Control.order) === 0 ? 2 : 6
    if (frame.capturedEnd - at < length) return stopShort(frame, at, length)
    // A subframe starts with its own two addresses and its length.
    if (((bytes[qosAt] as number) & aggregated) !== 0) length += 14
  }
  frame.at = at + length
  return Header.llc
}

function decodeManagement(frame: Frame, at: number): number {
  if (frame.capturedEnd - at < managementBytes) return Header.none
  frame.layers |= Layer.wirelessManagement
  frame.destinationMacOffset = at + 4
  frame.sourceMacOffset = at + 10
  return Header.none
}

/** Who sent it to whom depends on whether it enters or leaves the access point. */
function setAddresses(frame: Frame, at: number, control: number): void {
  const isTo = (control & Control.toSystem) !== 0
  const isFrom = (control & Control.fromSystem) !== 0
  frame.destinationMacOffset = isTo ? at + 16 : at + 4
  frame.sourceMacOffset = isFrom ? (isTo ? at + 24 : at + 16) : at + 10
}
