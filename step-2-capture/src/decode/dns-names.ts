import type { DnsName } from './dns-name.ts'

/**
 * Whether what stands before the domain is an address written backwards: a block list is asked
 * (RFC 5782), or the name of an address (`in-addr.arpa`, `ip6.arpa`).
 */
export function isBlockListName(name: DnsName, domainStart: number): boolean {
  let digitLabels = 0
  let nibbleLabels = 0
  let labelStart = 0
  for (let at = 0; at < domainStart; at++) {
    if (name.bytes[at] !== dot) continue
    const length = at - labelStart
    if (length >= 1 && length <= 3 && isEach(name.bytes, labelStart, at, isDigit)) digitLabels++
    if (length === 1 && isEach(name.bytes, labelStart, at, isHexDigit)) nibbleLabels++
    labelStart = at + 1
  }
  return digitLabels >= 4 || nibbleLabels >= 16
}

const dot = 46

function isEach(
  bytes: Uint8Array,
  start: number,
  end: number,
  test: (byte: number) => boolean,
): boolean {
  for (let at = start; at < end; at++) if (!test(bytes[at] as number)) return false
  return true
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 97 && byte <= 102)
}
