import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { landAttack } from './land-attack.ts'

const severitiesOf = (script: TrafficScript) =>
  script.detect(landAttack).map((found) => found.severity)

const knock = (from: string, to: string) => new TrafficScript().tcp(from, to, TcpFlag.syn)

test('a SYN from a host to itself, from and to one port, is reported once', () => {
  const script = knock('10.0.0.9:139', '10.0.0.9:139').tcp('10.0.0.9:80', '10.0.0.9:80', 2)
  expect(severitiesOf(script)).toEqual(['medium'])
})

test('names the device that sent it, which cannot be the target', () => {
  const script = knock('10.0.0.9:139', '10.0.0.9:139')
  script.records[0]?.bytes.set(Buffer.from('0200deadbeef', 'hex'), 6)
  const [found] = script.detect(landAttack)
  expect(found).toMatchObject({ source: '02:00:de:ad:be:ef', target: '10.0.0.9' })
})

test('a SYN to another port is reported when it came from another device', () => {
  const script = knock('10.0.0.9:2000', '10.0.0.9:139')
  expect(severitiesOf(script)).toEqual([])
  script.records[0]?.bytes.set(Buffer.from('0200deadbeef', 'hex'), 6)
  expect(severitiesOf(script)).toEqual(['medium'])
})

test('a filling pattern that looks like a segment without SYN is no attack', () => {
  const script = new TrafficScript().tcp('48.48.48.48:12336', '48.48.48.48:12336', 0x30)
  expect(severitiesOf(script)).toEqual([])
})

test.each([
  ['a host that talks to its own service', '10.0.0.9:40000', '10.0.0.9:80'],
  ['two ends of one port', '10.0.0.8:123', '10.0.0.9:123'],
  ['a program that talks to itself on the loopback', '127.0.0.1:5000', '127.0.0.1:5000'],
])('%s is no attack', (_, from, to) => {
  expect(severitiesOf(knock(from, to))).toEqual([])
})
