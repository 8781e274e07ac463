import { isIP } from 'node:net'
import { addressBytes } from '../memory/address-bytes.ts'
import { AddressFamily, readWord } from '../memory/address-words.ts'
import type { HostId } from './host-rows.ts'
import type { HostTable } from './host-table.ts'

/** Where an address belongs. */
export const AddressScope = {
  /** A MAC address: no network layer to tell. */
  link: 0,
  /** Multicast and broadcast: many hosts at once, which answer from other addresses. */
  group: 1,
  loopback: 2,
  /** RFC 1918, RFC 6598, link-local, unique local (RFC 4193): inside a private network. */
  inside: 3,
  /** Everything else: the Internet. */
  outside: 4,
} as const

/** The AddressScope of a host. */
export function scopeOf(hosts: HostTable, host: HostId): number {
  const family = hosts.family(host)
  if (family === AddressFamily.ipv4) return ipv4Scope(hosts.addressWord(host, 3))
  if (family === AddressFamily.mac) return AddressScope.link
  const middle = hosts.addressWord(host, 1) | hosts.addressWord(host, 2)
  return ipv6Scope(hosts.addressWord(host, 0), middle)
}

/** The same for an address as text; whatever is no IP address has no more than its link. */
export function scopeOfText(address: string): number {
  const version = isIP(address)
  if (version === 0) return AddressScope.link
  const bytes = addressBytes(address)
  if (version === 4) return ipv4Scope(readWord(bytes, 0))
  return ipv6Scope(readWord(bytes, 0), readWord(bytes, 4) | readWord(bytes, 8))
}

/** @param middle Zero where the second and the third word of the address are. */
function ipv6Scope(high: number, middle: number): number {
  if (high >>> 24 === 0xff) return AddressScope.group
  if (high >>> 25 === 0x7e || high >>> 22 === 0x3fa) return AddressScope.inside
  return high === 0 && middle === 0 ? AddressScope.loopback : AddressScope.outside
}

function ipv4Scope(word: number): number {
  const first = word >>> 24
  if (first >= 224 || (word & 0xff) === 0xff) {
    return first >= 224 || isPrivate(word) ? AddressScope.group : AddressScope.outside
  }
  if (first === 127) return AddressScope.loopback
  return isPrivate(word) || first === 0 ? AddressScope.inside : AddressScope.outside
}

function isPrivate(word: number): boolean {
  return (
    word >>> 24 === 10 ||
    word >>> 20 === 0xac1 ||
    word >>> 16 === 0xc0a8 ||
    word >>> 16 === 0xa9fe ||
    word >>> 22 === 0x191
  )
}
