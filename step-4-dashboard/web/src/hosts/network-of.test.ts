import { expect, it } from 'vitest'
import { networkOf } from './network-of.ts'

it.each([
  ['10.0.0.5', '10.0.0.5'],
  [' 10.0.0.0/24 ', '10.0.0.0/24'],
  ['10.0.', '10.0.0.0/16'],
  ['10.0', '10.0.0.0/16'],
  ['192', '192.0.0.0/8'],
  ['2001:db8::/32', '2001:db8::/32'],
  ['::1', '::1'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ['', undefined],
  ['300.1', undefined],
  ['10.0/16', undefined],
  ['example.org', undefined],
])('takes %j for the network %j', (typed, network) => {
  expect(networkOf(typed)).toBe(network)
})
