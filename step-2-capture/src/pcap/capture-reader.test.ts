import fc from 'fast-check'
import { expect, test } from 'vitest'
import { big, cut, little, readAll, sample } from '../../test/read-capture.ts'
import { CaptureReader } from './capture-reader.ts'
import { Packet } from './packet.ts'

const pcapVariants = [
  { format: 'pcap-le-us', bytes: little().pcapHeader(), time: '7.000009000' },
  { format: 'pcap-be-us', bytes: big().pcapHeader(), time: '7.000009000' },
  { format: 'pcap-le-ns', bytes: little().pcapHeader({ magic: 0xa1b23c4d }), time: '7.000000009' },
  { format: 'pcap-be-ns', bytes: big().pcapHeader({ magic: 0xa1b23c4d }), time: '7.000000009' },
  { format: 'pcap-le-us v2.5', bytes: little().pcapHeader({ minor: 5 }), time: '7.000009000' },
]

test.each(pcapVariants)('reads $format', ({ format, bytes, time }) => {
  const record = { seconds: 7, fraction: 9, data: [1, 2, 3], length: 60 }
  const result = readAll([bytes.pcapRecord(record).toBytes()])
  expect(result).toMatchObject({ format, error: null, linkTypes: [1] })
  expect(result.packets).toEqual([
    { time, data: [1, 2, 3], originalLength: 60, linkType: 1, recordOffset: 24, index: 0 },
  ])
})

test('reads the longer record headers of the modified format', () => {
  const bytes = little().pcapHeader({ magic: 0xa1b2cd34 })
  for (const data of [[1, 2], [3]]) {
    bytes.u32(1, 0, data.length, data.length, 0, 0).u8(...data)
  }
  const result = readAll([bytes.toBytes()])
  expect(result.packets.map(({ data }) => data)).toEqual([[1, 2], [3]])
  expect(result.format).toBe('pcap-le-us modified')
})

test.each([
  { minor: 2, first: 60, second: 2, why: 'the original length first' },
  { minor: 3, first: 60, second: 2, why: 'either order' },
  { minor: 3, first: 2, second: 60, why: 'either order' },
  { minor: 4, first: 2, second: 60, why: 'the captured length first' },
])('takes $why in version 2.$minor', ({ minor, first, second }) => {
  const bytes = little().pcapHeader({ minor }).u32(1, 0, first, second).u8(1, 2)
  expect(readAll([bytes.toBytes()]).packets[0]).toMatchObject({ data: [1, 2], originalLength: 60 })
})

test('takes the link type without its FCS bits, and refuses reserved ones', () => {
  expect(readAll([little().pcapHeader({ linkType: 0x24000001 }).toBytes()]).linkTypes).toEqual([1])
  const reserved = little().pcapHeader({ linkType: 0x00300000 }).pcapRecord()
  expect(readAll([reserved.toBytes()])).toMatchObject({
    packets: [],
    error: { code: 'E_CAPTURE_DAMAGED', offset: 20 },
  })
})

test('carries a fraction of more than a second into the seconds', () => {
  const bytes = little().pcapHeader().pcapRecord({ seconds: 1, fraction: 2_500_000 })
  expect(readAll([bytes.toBytes()]).packets[0]?.time).toBe('3.500000000')
})

test('keeps times of 1970 and of 2106', () => {
  const bytes = little().pcapHeader().pcapRecord().pcapRecord({ seconds: 0xffffffff })
  const times = readAll([bytes.toBytes()]).packets.map(({ time }) => time)
  expect(times).toEqual(['0.000000000', '4294967295.000000000'])
})

test.each([
  { limit: 262_144, linkType: 1 },
  { limit: 16_777_216, linkType: 249 },
])('takes a record of $limit bytes on link type $linkType and no longer one', (row) => {
  const header = little().pcapHeader({ linkType: row.linkType })
  const good = little().append(header).u32(0, 0, row.limit, row.limit).toBytes()
  const bad = little()
    .append(header)
    .u32(0, 0, row.limit + 1, row.limit + 1)
    .toBytes()
  expect(readAll([good, new Uint8Array(row.limit)])).toMatchObject({ error: null })
  expect(readAll([bad]).error).toMatchObject({ code: 'E_CAPTURE_DAMAGED', offset: 24 })
})

test('a claimed length costs no memory before its bytes have come', () => {
  const bytes = little().pcapHeader({ linkType: 249 }).u32(0, 0, 16_777_216, 16_777_216).toBytes()
  const before = process.memoryUsage().arrayBuffers
  const readers = Array.from({ length: 64 }, () => new CaptureReader())
  for (const reader of readers) {
    reader.push(bytes)
    expect(reader.next(new Packet())).toBe(false)
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 200_000)
})

test.each([
  ['nothing', new Uint8Array(0)],
  ['two bytes', Uint8Array.of(0xd4, 0xc3)],
  ['a web page named .pcap', new TextEncoder().encode('<!doctype html><html></html>')],
])('says that %s is no capture', (_name, bytes) => {
  expect(readAll([bytes]).error?.code).toBe('E_NOT_A_CAPTURE')
})

const pcapSample = little()
  .pcapHeader()
  .pcapRecord({ seconds: 1, data: [1, 2, 3] })
  .pcapRecord({ seconds: 2, data: [] })
  .pcapRecord({ seconds: 3, data: [4, 5, 6, 7, 8, 9] })
  .toBytes()
const samples = [
  ['pcap', pcapSample],
  ['pcapng', sample(little()).append(sample(big())).toBytes()],
] as const

test.each(samples)('a %s file that is cut anywhere gives what came before', (_name, bytes) => {
  const whole = readAll([bytes.slice()])
  for (let length = 0; length < bytes.length; length++) {
    const { packets, error } = readAll([bytes.slice(0, length)])
    expect(packets).toEqual(whole.packets.slice(0, packets.length))
    const read = packets.at(-1)?.recordOffset ?? 0
    if (error !== null) expect(error.offset).toBeGreaterThanOrEqual(read)
    if (error !== null) expect(error.offset).toBeLessThanOrEqual(length)
  }
  expect(readAll([bytes.slice(0, bytes.length - 1)]).error?.code).toBe('E_CAPTURE_TRUNCATED')
})

test.each(samples)('how a %s file is cut into chunks changes nothing', (_name, bytes) => {
  const whole = readAll([bytes.slice()])
  expect(whole.packets.length).toBeGreaterThan(2)
  const sizes = fc.array(fc.nat({ max: 40 }), { maxLength: 60 })
  fc.assert(
    fc.property(sizes, (cuts) => {
      expect(readAll(cut(bytes, cuts))).toEqual(whole)
    }),
    { seed: 1, numRuns: 300 },
  )
  expect(readAll([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole)
})
