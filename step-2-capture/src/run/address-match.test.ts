import { describe, expect, it } from 'vitest'
import { addressFilter, addressMatch } from './address-match.ts'

describe('addressMatch', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:DB8:0::1', '2001:db8::1', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['192.0.2.0/24', '02:00:00:00:00:01', false],
    ['::/0', '02:00:00:00:00:01', false],
  ])('%s and %s: %s', (filter, address, is) => {
    expect(addressMatch(filter)(address)).toBe(is)
  })

  it.each([
    '',
    'host',
    '192.0.2.0/33',
    '2001:db8::/129',
    '192.0.2.0/',
    '192.0.2.0/8/8',
    'fe80::1%eth0',
  ])('takes no %j', (text) => {
    expect(addressFilter.safeParse(text).success).toBe(false)
  })
})
