import { describe, expect, it } from 'vitest'
import { isLocal, tooBroad } from './breadth.ts'
import type { IndicatorType } from './indicator.ts'
import { typedValues, valueLengthMax, valueOfType } from './typed-value.ts'

const md5 = 'd41d8cd98f00b204e9800998ecf8427e'

describe('typedValues', () => {
  it.each<[string, IndicatorType, string]>([
    ['203.0.113.7', 'ipv4', '203.0.113.7'],
    ['203.0.113[.]7:8443', 'ipv4', '203.0.113.7'],
    ['::ffff:203.0.113.7', 'ipv4', '203.0.113.7'],
    ['203.0.113.7/32', 'ipv4', '203.0.113.7'],
    ['2001:DB8:0:0::0001', 'ipv6', '2001:db8::1'],
    ['[2001:db8::1]:443', 'ipv6', '2001:db8::1'],
    ['203.0.113.99/24', 'cidr', '203.0.113.0/24'],
    ['2001:db8:ffff::/33', 'cidr', '2001:db8:8000::/33'],
    ['Evil.Example.', 'domain', 'evil.example'],
    ['*.evil.example', 'domain', 'evil.example'],
    ['evil[.]example', 'domain', 'evil.example'],
    ['evil (dot) example', 'domain', 'evil.example'],
    ['bücher.example', 'domain', 'xn--bcher-kva.example'],
    ['_dmarc.evil.example', 'domain', '_dmarc.evil.example'],
    ['hxxps://Evil[.]Example:443/A?b=c#d', 'url', 'https://evil.example/A?b=c'],
    ['evil.example/gate.php', 'url', 'http://evil.example/gate.php'],
    ['http://203.0.113.7/x', 'url', 'http://203.0.113.7/x'],
    ['Bad.Guy@Evil.example', 'email', 'bad.guy@evil.example'],
    ['a'.repeat(40), 'sha1', 'a'.repeat(40)],
    ['A'.repeat(64), 'sha256', 'a'.repeat(64)],
    ['t13d1516h2_8daaf6152771_02713d6af862', 'ja4', 't13d1516h2_8daaf6152771_02713d6af862'],
  ])('reads %s as %s', (text, type, value) => {
    expect(typedValues(text)).toEqual([{ type, value }])
  })

  it('takes 32 hex digits for a file or a client, because both look alike', () => {
    expect(typedValues(md5).map(({ type }) => type)).toEqual(['md5', 'ja3'])
    expect(valueOfType(md5, 'ja3')).toEqual({ type: 'ja3', value: md5 })
  })

  it.each([
    ...[
      '',
      ' ',
      'localhost',
      'com',
      '1.2.3',
      '1.2.3.4.5',
      '300.1.1.1',
      '203.0.113.0/33',
      'a b.example',
    ],
    ...[
      '-.example',
      'http://',
      'javascript:alert(1)',
      'fe80::1%eth0',
      'f'.repeat(33),
      'x@',
      '\0.example',
    ],
  ])('takes %j for nothing', (text) => {
    expect(typedValues(text)).toEqual([])
  })

  it('reads no value beyond the length of a URL', () => {
    const fitting = `evil.example/${'a'.repeat(valueLengthMax - 'evil.example/'.length)}`
    expect(typedValues(fitting)).toHaveLength(1)
    expect(typedValues(`${fitting}a`)).toEqual([])
  })
})

describe('breadth', () => {
  it.each([
    ['0.0.0.0/0', true],
    ['8.0.0.0/7', true],
    ['203.0.0.0/8', false],
    ['2000::/3', true],
    ['2001:db8::/32', false],
    ['com', true],
    ['*.de', true],
    ['co.uk', true],
    ['evil.co.uk', false],
    ['localhost', false],
  ])('of %s is refused: %s', (text, isBroad) => {
    expect(tooBroad(text, typedValues(text)[0]) !== undefined).toBe(isBroad)
  })

  it.each([
    ['127.0.0.1', true],
    ['172.31.255.255', true],
    ['172.32.0.0', false],
    ['192.168.0.0/24', true],
    ['fe80::1', true],
    ['printer.local', true],
    ['evil.example', false],
  ])('takes %s for local: %s', (text, expected) => {
    expect(typedValues(text).map(isLocal)).toEqual([expected])
  })
})
