import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import type { CaptureRecord } from '../../pcap/pcap-writer.ts'
import { pingSweep } from '../scan/ping-sweep.ts'
import { stealthScan } from '../scan/stealth-scan.ts'

/** 60 conversations, then 20 pings that no one answers, and probes with odd flags. */
function talkAndSweep(): TrafficScript {
  const script = new TrafficScript()
  const says = ['question', 'answer', 'question', 'answer']
  for (let i = 0; i < 60; i++) script.connection(`10.0.3.${i}`, '10.0.0.9:80', { says })
  for (let i = 1; i <= 20; i++) script.ping('10.0.0.5', `10.0.7.${i}`, 8).wait(0.1)
  for (let port = 1; port <= 20; port++) script.tcp('10.0.0.5:999', `10.0.0.9:${port}`, 0x29)
  return script.wait(5).ping('10.0.0.1', '10.0.0.2', 8)
}

/** The same capture without some of its packets. */
function without(isMissing: (record: CaptureRecord, index: number) => boolean): TrafficScript {
  const script = talkAndSweep()
  const kept = script.records.filter((record, index) => !isMissing(record, index))
  script.records.splice(0, script.records.length, ...kept)
  return script
}

/** What the server sends by TCP. */
const isAnswer = ({ bytes }: CaptureRecord) =>
  Buffer.from(bytes).readUInt32BE(26) === 0x0a000009 && bytes[23] === 6

const sweepOf = (script: TrafficScript) => script.settled(pingSweep).at(-1)

test('a whole capture states a sweep as it is', () => {
  const found = sweepOf(talkAndSweep())
  expect(found?.severity).toBe('medium')
  expect(found?.confidence).toBe(0.8)
  expect(found?.title).toMatch(/did not answer \(threshold: 5\)$/)
})

test('a capture of one direction lowers what rests on missing answers, and says so', () => {
  const found = sweepOf(without(isAnswer))
  expect(found?.severity).toBe('low')
  expect(found?.confidence).toBeLessThan(0.7)
  expect(found?.title).toMatch(/the capture shows \d+ % of the TCP segments in one direction only/)
})

test('a capture that lost a tenth of its packets is less sure, and says so', () => {
  const found = sweepOf(without((record, index) => index % 10 === 4 && !isAnswer(record)))
  expect(found?.severity).toBe('medium')
  expect(found?.confidence).toBeLessThan(0.8)
  expect(found?.title).toMatch(/the capture lost about \d+ % of the TCP segments/)
})

test('what rests on packets that are there stays as it is', () => {
  const whole = talkAndSweep().settled(stealthScan).at(-1)
  const half = without(isAnswer).settled(stealthScan).at(-1)
  expect(whole?.severity).toBeDefined()
  expect(half?.severity).toBe(whole?.severity)
  expect(half?.confidence).toBe(whole?.confidence)
})
