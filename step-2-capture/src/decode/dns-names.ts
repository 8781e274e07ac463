import type { DnsName } from './dns-name.ts'

/**
 * Where an address written backwards ends that a name begins with: a block list is asked (RFC 5782),
 * or the name of an address (`in-addr.arpa`, `ip6.arpa`). 0 where it begins with none.
 */
export function reverseAddressEnd(name: DnsName, domainStart: number): number {
  let digitLabels = 0
  let nibbleLabels = 0
  let labelStart = 0
  for (let at = 0; at < domainStart; at++) {
    if (name.bytes[at] !== dot) continue
    const length = at - labelStart
    const isDigits = length >= 1 && length <= 3 && isEach(name.bytes, labelStart, at, isDigit)
    const isNibble = length === 1 && isEach(name.bytes, labelStart, at, isHexDigit)
    if (!isDigits && !isNibble) break
    if (isDigits) digitLabels++
    if (isNibble) nibbleLabels++
    labelStart = at + 1
    // An IPv4 address has four labels, and what follows is no part of it.
    if (digitLabels === 4 && nibbleLabels < 4) break
  }
  return digitLabels >= 4 || nibbleLabels >= 16 ? labelStart : 0
}

/** Lengths of MD5, SHA-1 and SHA-256 in hexadecimal digits or in base32. */
const hashLengths: ReadonlySet<number> = new Set([26, 32, 40, 52, 56, 64])

/** Where the first label ends if it has the form of a hash that a list is asked for, else 0. */
export function hashLabelEnd(name: DnsName, domainStart: number): number {
  const end = name.bytes.subarray(0, domainStart).indexOf(dot)
  if (end === -1 || !hashLengths.has(end)) return 0
  return isEach(name.bytes, 0, end, isHashDigit) ? end : 0
}

/** Whether a name ends in a domain that no server on the Internet can have (RFC 6761, RFC 6762). */
export function isSpecialUseName(name: DnsName): boolean {
  return /(?:^|\.)(?:local|localhost|internal|invalid|test|onion|home\.arpa)$/i.test(
    name.toString(),
  )
}

function isHashDigit(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 97 && (byte | 0x20) <= 122)
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
