import { expect, test } from 'vitest'
import { AddressScope, scopeOf, scopeOfText } from './address-scope.ts'
import { HostTable } from './host-table.ts'

const { link, group, loopback, inside, outside } = AddressScope

function scope(bytes: readonly number[]): number {
  const hosts = new HostTable({ seed: 1, hostCountMax: 4, onEvict: () => {} })
  return scopeOf(hosts, hosts.intern(Uint8Array.from(bytes), 0, bytes.length, 0))
}

test.each([
  ['10.0.0.1', inside],
  ['172.15.255.1', outside],
  ['172.16.0.1', inside],
  ['172.31.255.1', inside],
  ['172.32.0.1', outside],
  ['192.168.7.7', inside],
  ['192.169.7.7', outside],
  ['169.254.1.1', inside],
  ['100.63.0.1', outside],
  ['100.64.0.1', inside],
  ['100.127.0.1', inside],
  ['100.128.0.1', outside],
  ['127.0.0.1', loopback],
  ['0.0.0.0', inside],
  ['8.8.8.8', outside],
  ['198.51.100.255', outside],
  ['192.168.7.255', group],
  ['224.0.0.251', group],
  ['239.255.255.250', group],
  ['255.255.255.255', group],
])('%s has scope %i', (address, expected) => {
  expect(scope(address.split('.').map(Number))).toBe(expected)
  expect(scopeOfText(address)).toBe(expected)
})

test.each([
  ['ff020000000000000000000000000001', group],
  ['fe800000000000000000000000000001', inside],
  ['febf0000000000000000000000000001', inside],
  ['fec00000000000000000000000000001', outside],
  ['fc000000000000000000000000000001', inside],
  ['fdff0000000000000000000000000001', inside],
  ['20010db8000000000000000000000001', outside],
  ['00000000000000000000000000000001', loopback],
])('the IPv6 address %s has scope %i', (hex, expected) => {
  expect(scope([...Buffer.from(hex, 'hex')])).toBe(expected)
  expect(scopeOfText(hex.replace(/(....)(?!$)/g, '$1:'))).toBe(expected)
})

test('a MAC address has no more than its link', () => {
  expect(scope([2, 0, 0, 0, 0, 1])).toBe(link)
  expect(scopeOfText('02:00:00:00:00:01')).toBe(link)
})
