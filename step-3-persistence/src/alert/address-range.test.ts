import { describe, expect, it } from 'vitest'
import { addressKey, addressRange } from './address-range.ts'

describe('an address as a key', () => {
  it.each([
    ['0.0.0.0', '00000000000000000000ffff00000000'],
    ['10.0.0.255', '00000000000000000000ffff0a0000ff'],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['1::', `0001${'0'.repeat(28)}`],
    ['2001:DB8::a:1', '20010db80000000000000000000a0001'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['::ffff:10.0.0.255', '00000000000000000000ffff0a0000ff'],
    ['64:ff9b::1.2.3.4', '0064ff9b000000000000000001020304'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ])('writes %s as %s', (text, key) => {
    expect(addressKey(text)).toBe(key)
  })

  it.each(['', '10.0.0', '10.0.0.256', 'aa:bb:cc:dd:ee:ff', 'example.org', '1::2::3', '__proto__'])(
    'has none for %j',
    (text) => expect(addressKey(text)).toBeUndefined(),
  )

  it('sorts as the addresses do', () => {
    const addresses = ['0.0.0.1', '9.255.255.255', '10.0.0.0', '192.168.0.1', '255.255.255.255']
    const keys = addresses.map((address) => addressKey(address))
    expect(keys.toSorted()).toEqual(keys)
  })
})

describe('a block as a range', () => {
  it.each([
    ['10.1.2.3/8', '10.0.0.0', '10.255.255.255'],
    ['10.1.2.3/32', '10.1.2.3', '10.1.2.3'],
    ['10.1.2.3/31', '10.1.2.2', '10.1.2.3'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['2001:db8::1/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::1/128', '::1', '::1'],
  ])('%s goes from %s to %s', (block, first, last) => {
    expect(addressRange(block)).toEqual({ first: addressKey(first), last: addressKey(last) })
  })

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '/8', '::/129'])(
    'is none for %j',
    (text) => expect(addressRange(text)).toBeUndefined(),
  )
})
