import { describe, expect, it } from 'vitest'
import { AddressFamily, addressText } from './address-words.ts'

const words = (hex: string) =>
  (hex.match(/.{8}/g) as string[]).map((part) => Number.parseInt(part, 16))

describe('addressText', () => {
  it.each([
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['fe800000000000000000000000000000', 'fe80::'],
    ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
  ])('writes %s as RFC 5952 has it', (hex, text) => {
    expect(addressText(AddressFamily.ipv6, words(hex))).toBe(text)
  })

  it('writes IPv4 and MAC addresses', () => {
    expect(addressText(AddressFamily.ipv4, [0, 0, 0, 0xc0000201])).toBe('192.0.2.1')
    expect(addressText(AddressFamily.mac, [0, 0, 0x0025, 0xb3bf91ee])).toBe('00:25:b3:bf:91:ee')
  })
})
