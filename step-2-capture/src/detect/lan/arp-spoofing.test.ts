import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { arpSpoofing } from './arp-spoofing.ts'

const gateway = { address: '10.0.0.1' }
const victim = { address: '10.0.0.9' }
const attackerMac = '02:00:00:00:be:ef'
const liar = { address: gateway.address, mac: attackerMac }

const detect = (script: TrafficScript) => script.detect(arpSpoofing)

/** The victim learns the true address of the gateway. */
function honest(script: TrafficScript): TrafficScript {
  return script.arp(1, victim, gateway).wait(0.001).arp(2, gateway, victim).wait(10)
}

test('finds answers that contradict an earlier one, on the second', () => {
  const script = honest(new TrafficScript()).arp(2, liar, victim).wait(2)
  expect(detect(script)).toEqual([])
  honest(script).arp(2, liar, victim)
  const [first] = detect(script)
  expect(first).toMatchObject({ kind: 'arp_spoofing', severity: 'high', source: attackerMac })
  expect(first?.title).toContain('claims the address 10.0.0.1')
})

test.each([
  [4, 0],
  [5, 1],
])('%i answers that were not asked for make %i findings', (count, findings) => {
  const script = new TrafficScript().arp(1, victim, { address: '10.0.0.3' })
  for (let i = 0; i < count; i++) script.arp(2, liar, victim).wait(2)
  expect(detect(script)).toHaveLength(findings)
})

test('a mirror that shows the answers of a router and no requests is no attack', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 40; i++) script.arp(2, gateway, victim).wait(7)
  expect(detect(script)).toEqual([])
})

test('a capture that lost half of the requests is no attack', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 60; i++) {
    if (i % 2 === 0) script.arp(1, victim, gateway)
    script.wait(0.001).arp(2, gateway, victim).wait(8)
  }
  expect(detect(script)).toEqual([])
})

test('names the device by its own address where ARP has shown one', () => {
  const script = new TrafficScript()
  script.arp(1, { address: '10.0.0.66', mac: attackerMac }, victim).wait(1)
  for (let i = 0; i < 5; i++) script.arp(2, liar, victim).wait(2)
  expect(detect(script)[0]?.source).toBe('10.0.0.66')
})

test('finds the victim sending to the device that made a claim', () => {
  const script = new TrafficScript()
  const toOutside = (mac: string) => {
    script.ignored(victim.address, '93.184.216.34:443')
    script.records.at(-1)?.bytes.set(Buffer.from(mac.replaceAll(':', ''), 'hex'), 0)
  }
  toOutside('02:00:0a:00:00:01')
  script.wait(1).arp(2, liar, victim).wait(1)
  expect(detect(script)).toEqual([])
  toOutside(attackerMac)
  expect(detect(script)[0]?.title).toContain(
    'receives what 10.0.0.9 sent through 02:00:0a:00:00:01',
  )
})

test('a lease that passes to another device is no attack', () => {
  const script = honest(new TrafficScript()).wait(3600)
  script.arp(1, victim, gateway).arp(2, liar, victim).wait(60)
  script.arp(1, victim, gateway).arp(2, liar, victim)
  expect(detect(script)).toEqual([])
})

test('a router that takes over, and says so to all, is no attack', () => {
  const script = honest(new TrafficScript())
  for (let i = 0; i < 5; i++) script.arp(2, liar, { address: gateway.address })
  expect(detect(script)).toEqual([])
})

test('routers that share a virtual MAC address are no attack', () => {
  const script = honest(new TrafficScript())
  const shared = { address: gateway.address, mac: '00:00:5e:00:01:07' }
  for (let i = 0; i < 10; i++) script.arp(2, shared, victim).wait(1)
  expect(detect(script)).toEqual([])
})

test('a device that roams between two networks with one plan of addresses is no victim', () => {
  const script = honest(new TrafficScript())
  for (let i = 0; i < 6; i++) {
    script
      .arp(1, victim, gateway)
      .wait(0.001)
      .arp(2, i % 2 ? liar : gateway, victim)
      .wait(30)
  }
  expect(detect(script)).toEqual([])
})

test('accuses the sender of the frame when it answers in the name of its victim', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 5; i++) {
    script.arp(2, gateway, victim).wait(1)
    script.records.at(-1)?.bytes.set(Buffer.from(attackerMac.replaceAll(':', ''), 'hex'), 6)
  }
  expect(detect(script)[0]?.source).toBe(attackerMac)
})
