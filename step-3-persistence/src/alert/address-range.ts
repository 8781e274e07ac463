import { isIP } from 'node:net'

/** The first and the last address of a block as keys that sort like the addresses. */
export interface AddressRange {
  readonly first: string
  readonly last: string
}

const v4Prefix = '00000000000000000000ffff'

/**
 * An address as 32 hex digits, IPv4 in its IPv6-mapped form (RFC 4291, section 2.5.5.2), so that
 * text comparison is address comparison in any database; undefined for what is no IP address.
 */
export function addressKey(text: string): string | undefined {
  const family = isIP(text)
  if (family === 4) return v4Prefix + hexOfV4(text)
  if (family === 6) return hexOfV6(text)
  return undefined
}

/** Reads `10.0.0.0/8` or `2001:db8::/32`; undefined for what is no CIDR block. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = '', prefixText = '', ...rest] = text.split('/')
  const key = addressKey(address)
  if (!key || rest.length > 0 || !/^\d{1,3}$/.test(prefixText)) return undefined
  const bitsMax = isIP(address) === 4 ? 32 : 128
  const prefix = Number(prefixText)
  if (prefix > bitsMax) return undefined
  const value = BigInt(`0x${key}`)
  const hostBits = (1n << BigInt(bitsMax - prefix)) - 1n
  return { first: toKey(value & ~hostBits), last: toKey(value | hostBits) }
}

/**
 * Whether a host is what a filter names: an address in any spelling, a CIDR block, or any other name
 * as it is.
 * @returns A test of a host and its `addressKey`.
 */
export function hostTest(name: string): (host: unknown, key: string | undefined) => boolean {
  const range = addressRange(name)
  if (range) return (_, key) => key !== undefined && key >= range.first && key <= range.last
  const wanted = addressKey(name)
  return wanted === undefined ? (host) => host === name : (_, key) => key === wanted
}

function toKey(value: bigint): string {
  return value.toString(16).padStart(32, '0')
}

function hexOfV4(text: string): string {
  let hex = ''
  for (const byte of text.split('.')) hex += hexOfByte[Number(byte)]
  return hex
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hexOfV6(text: string): string {
  const plain = text.replace(/%.*$/, '')
  const tail = plain.slice(plain.lastIndexOf(':') + 1)
  const groups = isIP(tail) === 4 ? plain.slice(0, -tail.length) + splitV4(tail) : plain
  const [head = '', rest] = groups.split('::')
  const before = head.split(':').filter(Boolean)
  const after = (rest ?? '').split(':').filter(Boolean)
  const gap = Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...gap, ...after]
    .map((group) => group.padStart(4, '0'))
    .join('')
    .toLowerCase()
}

function splitV4(text: string): string {
  const hex = hexOfV4(text)
  return `${hex.slice(0, 4)}:${hex.slice(4)}`
}
