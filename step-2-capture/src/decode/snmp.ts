import { BerTag, BerValue, berNumber } from './ber.ts'

/** The version numbers of SNMP 1 and 2c, whose messages have a community name (RFC 1157, RFC 1901). */
const communityVersionMax = 1

/** A message of SNMP 1 or 2c over UDP, up to its community name; reused. */
export class SnmpMessage {
  /** 0 for SNMP 1, 1 for 2c. */
  version = 0
  /** Where the community name stands. */
  communityStart = 0
  communityEnd = 0
  readonly #value = new BerValue()

  /** Parses `bytes[start, end)`; false for SNMP 3 and whatever else has no community name in it. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    const value = this.#value
    if (!value.readAs(BerTag.sequence, bytes, start, end)) return false
    if (!value.readAs(BerTag.integer, bytes, value.start, end)) return false
    const version = berNumber(value, bytes, end)
    if (!(version >= 0 && version <= communityVersionMax)) return false
    if (!value.readAs(BerTag.octetString, bytes, value.end, end) || value.end > end) return false
    this.version = version
    this.communityStart = value.start
    this.communityEnd = value.end
    return true
  }
}
