import { expect, test } from 'vitest'
import { macBytes } from '../../../test/lan-script.ts'
import { announce, treeMessage } from '../../../test/switch-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { taggedPing, trunkWish } from '../../../test/vlan-script.ts'
import { vlanHopping } from './vlan-hopping.ts'

const vendor = Buffer.from('001b54000066', 'hex')
const vendorText = '00:1b:54:00:00:66'
const kindsOf = (script: TrafficScript) =>
  script.settled(vlanHopping).map(({ severity, kind, source }) => `${severity} ${kind} ${source}`)

/** A switch that talks for a minute and a half, and a device that asks for a trunk each 30 s. */
function negotiation(mac: Buffer, { wish = 3, talks = false } = {}): TrafficScript {
  const script = new TrafficScript()
  for (let second = 0; second < 100; second += 2) {
    treeMessage(script, { root: 1 })
    if (second % 30 === 0) trunkWish(script, mac, wish)
    if (talks && second === 20) announce(script, { device: 0x66 })
    script.wait(2)
  }
  return script
}

test('a device that asks for a trunk and is no switch in a minute is found', () => {
  expect(kindsOf(negotiation(vendor))).toEqual([`medium trunk_negotiation ${vendorText}`])
})

test('one with an invented address within seconds', () => {
  const script = trunkWish(trunkWish(new TrafficScript(), macBytes(0x66)).wait(6), macBytes(0x66))
  expect(kindsOf(script)).toEqual(['medium trunk_negotiation 02:00:00:00:00:66'])
})

test('one that has an address of IP at once', () => {
  const ends = [{ address: '10.0.0.66', mac: vendorText }, { address: '10.0.0.1' }] as const
  const script = trunkWish(new TrafficScript().arp(1, ...ends), vendor)
  expect(kindsOf(script)).toEqual([`medium trunk_negotiation ${vendorText}`])
})

test.each([
  ['a port that agrees to a trunk, as most do', negotiation(vendor, { wish: 4 })],
  ['a switch that announces itself', negotiation(macBytes(0x66), { talks: true })],
  [
    'a switch alone on the wire',
    trunkWish(trunkWish(new TrafficScript(), vendor).wait(90), vendor),
  ],
  ['itself', negotiation(macBytes(1))],
])('ordinary: %s', (_, script) => {
  expect(kindsOf(script)).toEqual([])
})

test('a frame with the tag of the native VLAN before another one is found', () => {
  const script = taggedPing(new TrafficScript(), vendor, [1, 20])
  expect(kindsOf(script)).toEqual([`medium double_tag ${vendorText}`])
  expect(script.settled(vlanHopping)[0]?.target).toBe('10.0.20.9')
})

test.each([
  ['a provider’s tag before a customer’s', [100, 20]],
  ['one tag', [1]],
  ['a tag of priority', [0, 20]],
  ['the same twice', [1, 1]],
])('ordinary: %s', (_, tags) => {
  expect(kindsOf(taggedPing(new TrafficScript(), vendor, tags))).toEqual([])
})
