import { recordLengthMaxOf } from './link-type.ts'
import type { ByteOrder } from './pcap-parser.ts'
import { defaultTimeBase, type TimeBase, unitsPerSecondOf } from './pcapng-time.ts'

/** What an interface description block says about the packets that refer to it. */
export interface PcapngInterface extends TimeBase {
  readonly linkType: number
  /** 0 when there is no limit. */
  readonly snapLength: number
  /** Longest record that this link type can have. */
  readonly recordLengthMax: number
}

const OptionCode = { end: 0, timeResolution: 9, timeOffset: 14 }

/** Link type, reserved and snap length come before the options. */
const fixedLength = 8

/**
 * Reads an interface description block (draft-ietf-opsawg-pcapng, section 4.2) whose body is
 * `view[start, end)`. Returns what is wrong with it as text where something is.
 */
export function readInterface(
  view: DataView,
  { start, end, order }: { start: number; end: number; order: ByteOrder },
): PcapngInterface | string {
  const little = order === 'le'
  if (end - start < fixedLength) return 'the interface description block is too short'
  let { unitsPerSecond, offsetSeconds } = defaultTimeBase
  let at = start + fixedLength
  while (end - at >= 4) {
    const code = view.getUint16(at, little)
    const length = view.getUint16(at + 2, little)
    if (code === OptionCode.end) break
    at += 4
    if (length > end - at) return optionOverrun(code, length)
    if (code === OptionCode.timeResolution && length === 1) {
      const resolution = view.getUint8(at)
      const units = unitsPerSecondOf(resolution)
      if (units === null) return `time resolution 0x${resolution.toString(16)} is too fine`
      unitsPerSecond = units
    } else if (code === OptionCode.timeOffset && length === 8) {
      offsetSeconds = Number(view.getBigInt64(at, little))
    }
    at += (length + 3) & ~3
  }
  const linkType = view.getUint16(start, little)
  return {
    linkType,
    snapLength: view.getUint32(start + 4, little),
    recordLengthMax: recordLengthMaxOf(linkType),
    unitsPerSecond,
    offsetSeconds,
  }
}

/** What is wrong with the options in `view[start, end)`, or null. */
export function optionsProblem(
  view: DataView,
  { start, end, order }: { start: number; end: number; order: ByteOrder },
): string | null {
  const little = order === 'le'
  let at = start
  while (end - at >= 4) {
    const code = view.getUint16(at, little)
    const length = view.getUint16(at + 2, little)
    if (code === OptionCode.end) return null
    at += 4
    if (length > end - at) return optionOverrun(code, length)
    at += (length + 3) & ~3
  }
  return null
}

function optionOverrun(code: number, length: number): string {
  return `option ${code} of ${length} bytes reaches beyond its block`
}
