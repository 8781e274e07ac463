import { expect, test } from 'vitest'
import { CaptureBytes } from '../../test/capture-bytes.ts'
import { CaptureReader } from './capture-reader.ts'
import { Packet } from './packet.ts'
import { SteadyReader, setBackCountMin } from './steady-reader.ts'

const start = 1_700_000_000

interface Reading {
  /** Seconds since the start, as they come out. */
  readonly times: readonly number[]
  /** The first byte of each packet: which record it was. */
  readonly records: readonly number[]
  readonly reader: SteadyReader
}

/** Reads records of these times, cut into chunks of `chunkBytes`. */
function read(seconds: readonly number[], { holdsJumps = true, chunkBytes = 1e6 } = {}): Reading {
  const capture = new CaptureBytes({ littleEndian: true }).pcapHeader()
  seconds.forEach((time, index) => {
    const whole = start + Math.floor(time)
    capture.pcapRecord({
      seconds: whole,
      fraction: Math.round((time % 1) * 1e6),
      data: [index, 7, 7],
    })
  })
  const bytes = capture.toBytes()
  const reader = new SteadyReader(new CaptureReader(), { holdsJumps })
  const packet = new Packet()
  const times: number[] = []
  const records: number[] = []
  const drain = () => {
    while (reader.next(packet)) {
      times.push(packet.timeUs / 1e6 - start)
      records.push(packet.bytes[packet.offset] as number)
    }
  }
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    reader.push(bytes.subarray(at, at + chunkBytes))
    drain()
  }
  reader.end()
  drain()
  return { times, records, reader }
}

test.each([
  ['the first packet', [7_200, 0, 1, 2], [0, 0, 1, 2]],
  ['one in the middle', [0, 1, 9_000, 2, 3], [0, 1, 2, 2, 3]],
  ['one behind a pause', [0, 40, 9_000, 41], [0, 40, 41, 41]],
  ['two apart', [0, 9_000, 1, 2, 8_000, 3], [0, 1, 1, 2, 3, 3]],
])('gives %s that is dated in the future the time of the others', (_, recorded, times) => {
  const reading = read(recorded)
  expect(reading.times).toEqual(times)
  expect(reading.records).toEqual(recorded.map((_, index) => index))
  expect(reading.reader.futureCount).toBe(recorded.filter((time) => time > 7_000).length)
  expect(reading.reader.outOfOrderCount).toBe(0)
})

test.each([
  ['pauses', [0, 100, 200, 4_000, 4_001, 90_000]],
  ['a pause before the last packet', [0, 1, 600]],
  ['one packet', [5]],
])('leaves %s as they are', (_, recorded) => {
  const { times, reader } = read(recorded)
  expect(times).toEqual(recorded)
  expect(reader.futureCount).toBe(0)
})

test('reads the same however the bytes are cut', () => {
  const recorded = [0, 9_000, 1, 2, 600, 601, 8_000, 602]
  const whole = read(recorded)
  for (const chunkBytes of [1, 7, 30, 61]) {
    const cut = read(recorded, { chunkBytes })
    expect(cut.times).toEqual(whole.times)
    expect(cut.records).toEqual(whole.records)
  }
})

test('counts packets that are recorded late, and leaves their time', () => {
  const { times, reader } = read([0, 2, 1, 3])
  expect(times).toEqual([0, 2, 1, 3])
  expect(reader.outOfOrderCount).toBe(1)
})

test('moves a clock on that was set back, once it is certain', () => {
  const before = [0, 1, 2]
  const after = Array.from({ length: setBackCountMin + 3 }, (_, index) => index - 500 + 2)
  const { times, reader } = read([...before, ...after.map((time) => time + 0)])
  expect(reader.setBackCount).toBe(1)
  expect(times.slice(-4)).toEqual([2, 3, 4, 5])
})

test('shows a live packet at once, however late it comes', () => {
  const capture = new CaptureBytes({ littleEndian: true }).pcapHeader()
  for (const time of [0, 60]) capture.pcapRecord({ seconds: start + time, data: [1] })
  const reader = new SteadyReader(new CaptureReader(), { holdsJumps: false })
  reader.push(capture.toBytes())
  const packet = new Packet()
  expect([reader.next(packet), reader.next(packet)]).toEqual([true, true])
})
