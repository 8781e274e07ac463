import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { macFlood } from './mac-flood.ts'

/** That many devices that send one datagram each, or that many each. */
function devices(count: number, datagrams = 1): TrafficScript {
  const script = new TrafficScript()
  for (let turn = 0; turn < datagrams; turn++) {
    for (let i = 0; i < count; i++) {
      script.udp(`93.1.${i >> 8}.${i & 255}:${1000 + turn}`, '10.0.0.9:9').wait(0.002)
    }
  }
  return script
}

const severitiesOf = (script: TrafficScript) => script.severities(macFlood)

test.each([
  [499, []],
  [500, ['medium']],
])('%i devices that appear within ten seconds: %j', (count, severities) => {
  expect(severitiesOf(devices(count))).toEqual(severities)
})

test('names one of the devices, the number and the packets', () => {
  const [found] = devices(500).detect(macFlood)
  expect(found?.source).toMatch(/^02:00:/)
  expect(found?.title).toMatch(
    /^500 devices appeared on the network in \d+ m?s \(threshold: 500 in 10 s\)$/,
  )
  expect(found?.evidence).toHaveLength(16)
})

test('a large network whose devices talk all the time is no flood', () => {
  expect(severitiesOf(devices(450, 4))).toEqual([])
})

test('a router that brings a thousand addresses has one MAC address', () => {
  const script = devices(1000)
  for (const { bytes } of script.records) bytes.set(Buffer.from('020000000001', 'hex'), 6)
  expect(severitiesOf(script)).toEqual([])
})

/** That many senders, of which each second one bears the address of a group. */
function drawnSenders(count: number, datagrams = 1): TrafficScript {
  const script = devices(count, datagrams)
  script.records.forEach(({ bytes }, i) => {
    if (i % 2 === 0) bytes[6] = 0x13
  })
  return script
}

test.each([
  [38, []],
  [40, ['medium']],
])('%i senders of which half bear addresses of groups: %j', (count, severities) => {
  expect(severitiesOf(drawnSenders(count))).toEqual(severities)
})

test('says how many senders bear addresses of groups', () => {
  expect(drawnSenders(40).detect(macFlood)[0]?.title).toMatch(
    /^20 senders with group addresses appeared on the network in \d+ ms \(threshold: 20 in 10 s\)$/,
  )
})

test('a few addresses that a driver writes wrongly, and that talk, are no flood', () => {
  expect(severitiesOf(drawnSenders(38, 20))).toEqual([])
})

test('frames of a test, whose few hosts have other senders each time, are no flood', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 100; i++) {
    script.udp(`10.1.0.${i % 16}:${1000 + i}`, '10.0.0.9:9').wait(0.002)
    script.records.at(-1)?.bytes.set([0x13, 0, 0, 0, 1, i], 6)
  }
  expect(severitiesOf(script)).toEqual([])
})
