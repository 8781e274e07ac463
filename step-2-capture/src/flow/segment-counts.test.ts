import { expect, test } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import type { CaptureRecord } from '../pcap/pcap-writer.ts'
import { Random } from '../simulate/random.ts'
import { lossTexts } from './segment-counts.ts'

/** 60 sessions of 20 messages each way; `isKept` says which packets the capture has. */
function lossOf(isKept: (record: CaptureRecord, number: number) => boolean = () => true) {
  const script = new TrafficScript()
  for (let session = 0; session < 60; session++) {
    const says = Array.from({ length: 20 }, (_, index) => `${session} ${index} hello`)
    script.connection('10.0.0.5', '10.0.0.9:80', { says }).wait(1)
  }
  const kept = script.records.filter(isKept)
  script.records.length = 0
  script.records.push(...kept)
  return script.engine().flows.segments.loss
}

/** Whether the client sent it: the source address in the IPv4 header ends in 5. */
const isFromClient = ({ bytes }: CaptureRecord) => bytes[29] === 5

test('of a whole capture nothing is said', () => {
  expect(lossOf()).toEqual({})
})

test.each([0.05, 0.2])(
  'of packets that the capture loses at random the share of %d is said',
  (share) => {
    const random = new Random('loss')
    const { lost_share = 0, one_way_share } = lossOf(() => !random.chance(share))
    expect(lost_share).toBeGreaterThan(share * 0.5)
    expect(lost_share).toBeLessThan(share * 1.3)
    expect(one_way_share).toBeUndefined()
  },
)

test('segments that come in a wrong order or twice are not lost', () => {
  const swapped = new TrafficScript()
  for (let session = 0; session < 60; session++) {
    const says = Array.from({ length: 20 }, () => 'hello')
    swapped.connection('10.0.0.5', '10.0.0.9:80', { says }).wait(1)
  }
  const { records } = swapped
  for (let at = 7; at + 2 < records.length; at += 9) {
    const [one, other] = [records[at], records[at + 2]] as const
    if (one && other) [records[at], records[at + 2]] = [other, one]
  }
  expect(swapped.engine().flows.segments.loss).toEqual({})
})

test('a capture of one direction says so', () => {
  const { one_way_share = 0 } = lossOf(isFromClient)
  expect(one_way_share).toBeGreaterThan(0.8)
})

test('a few segments say nothing', () => {
  expect(lossOf((record, number) => number < 150 && isFromClient(record))).toEqual({})
})

test('says both as sentences', () => {
  expect(lossTexts({ lost_share: 0.123, one_way_share: 0.5 })).toEqual([
    'the capture lost about 12 % of the TCP segments: they leave gaps that nothing fills',
    'the capture shows 50 % of the TCP segments in one direction only: what rests on answers is not found',
  ])
})
