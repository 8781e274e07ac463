import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CaptureBytes } from './capture-bytes.ts'
import { CaptureReader } from './capture-reader.ts'
import { Packet } from './packet.ts'
import { blockLengthMax, interfaceCountMax } from './pcapng-parser.ts'

interface Seen {
  readonly time: string | null
  readonly data: readonly number[]
  readonly originalLength: number
  readonly linkType: number
  readonly recordOffset: number
  readonly index: number
}

function readAll(chunks: readonly Uint8Array[]) {
  const reader = new CaptureReader()
  const packet = new Packet()
  const packets: Seen[] = []
  for (const chunk of chunks) {
    reader.push(chunk)
    while (reader.next(packet)) packets.push(seen(packet))
    // A chunk is only borrowed until next() says false, so its owner may write over it now.
    chunk.fill(0xee)
  }
  reader.end()
  return { packets, error: reader.error, format: reader.format, linkTypes: [...reader.linkTypes] }
}

function seen(packet: Packet): Seen {
  const { offset, capturedLength, originalLength, linkType, recordOffset, index } = packet
  const data = [...packet.bytes.subarray(offset, offset + capturedLength)]
  const fraction = String(packet.timeNanoseconds).padStart(9, '0')
  const time = packet.hasTime ? `${packet.timeSeconds}.${fraction}` : null
  return { time, data, originalLength, linkType, recordOffset, index }
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let at = 0
  for (const size of sizes) {
    chunks.push(bytes.slice(at, at + size))
    at += size
  }
  return [...chunks, bytes.slice(at)]
}

const little = () => new CaptureBytes({ littleEndian: true })
const big = () => new CaptureBytes({ littleEndian: false })

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

const sample = (bytes: CaptureBytes) =>
  bytes
    .section({ options: bytes.empty().option(4, 0x78).option(0) })
    .interface({ options: bytes.empty().option(9, 9).option(14, 0, 0, 0, 0, 0, 0, 0, 0) })
    .interface({ linkType: 101 })
    .block(5, bytes.empty().u32(0, 0, 0))
    .enhancedPacket({ high: 0x13f7a3f1, low: 0x6b4d4c11, data: [1, 2, 3, 4, 5], length: 99 })
    .block(10, bytes.empty().u32(0x544c534b, 2).u8(1, 2))
    .block(4, bytes.empty().u32(0))
    .block(3, bytes.empty().u32(3).u8(7, 8, 9))
    .block(2, bytes.empty().u16(1, 0).u32(0, 5, 2, 2).u8(6, 6))
    .block(0xbad, bytes.empty().u32(32_473).u8(1))

test.each([
  { order: 'le', bytes: little() },
  { order: 'be', bytes: big() },
])('reads every packet block of pcapng-$order and skips the other blocks', ({ order, bytes }) => {
  const result = readAll([sample(bytes).toBytes()])
  expect(result).toMatchObject({ format: `pcapng-${order}`, error: null, linkTypes: [1, 101] })
  const nanoseconds = (0x13f7a3f1n << 32n) | 0x6b4d4c11n
  const time = `${nanoseconds / 1_000_000_000n}.${nanoseconds % 1_000_000_000n}`
  expect(result.packets).toMatchObject([
    { time, data: [1, 2, 3, 4, 5], originalLength: 99, linkType: 1, index: 0 },
    { time: null, data: [7, 8, 9], linkType: 1, index: 1 },
    { time: '0.000005000', data: [6, 6], linkType: 101, index: 2 },
  ])
})

test('forgets the interfaces of a section when the next one starts, in another byte order', () => {
  const bytes = sample(little()).append(big().section().interface({ linkType: 228 }))
  const both = bytes.append(big().enhancedPacket({ data: [9] }))
  const result = readAll([both.toBytes()])
  expect(result).toMatchObject({ format: 'pcapng-be/le', error: null, linkTypes: [1, 101, 228] })
  expect(result.packets.at(-1)).toMatchObject({ data: [9], linkType: 228 })
  const unknown = sample(little()).append(big().section().enhancedPacket())
  expect(readAll([unknown.toBytes()]).error?.message).toBe('interface 0 is not described')
})

test('adds the time offset of the interface', () => {
  const options = little().option(14, 100, 0, 0, 0, 0, 0, 0, 0)
  const bytes = little().section().interface({ options }).enhancedPacket({ low: 1_000_001 })
  expect(readAll([bytes.toBytes()]).packets[0]?.time).toBe('101.000001000')
})

test.each([
  { name: 'odd', length: 33 },
  { name: 'zero', length: 0 },
  { name: 'below the minimum', length: 8 },
  { name: 'huge', length: 0xfffffffc },
  { name: 'just above the limit', length: blockLengthMax + 4 },
])('stops at a block length that is $name', ({ length }) => {
  const start = little().section().interface()
  const offset = start.toBytes().length
  const result = readAll([
    start
      .u32(6, length)
      .u8(...new Array<number>(64).fill(0))
      .toBytes(),
  ])
  expect(result.error).toMatchObject({ code: 'E_CAPTURE_DAMAGED', offset })
})

test.each([
  ['the two lengths of a block differ', little().section().u32(6, 32, 0, 0, 0, 0, 0, 36)],
  ['do not fit', little().section().interface().u32(6, 32, 0, 0, 0, 500, 500, 32)],
  ['interface 1 is not described', little().section().interface().enhancedPacket({ from: 1 })],
  [
    'option 9 of 300 bytes',
    little()
      .section()
      .interface({ options: little().u16(9, 300) }),
  ],
  ['option 2 of 9 bytes', little().section({ options: little().u16(2, 9) })],
  ['version 2.0', little().section({ major: 2 })],
  ['version 1.1', little().section({ minor: 1 })],
  ['no byte-order mark', little().u32(0x0a0d0d0a, 28, 0, 0, 0, 0, 28)],
  [
    'too fine',
    little()
      .section()
      .interface({ options: little().option(9, 20) }),
  ],
])('says why a pcapng file is damaged: %s', (message, bytes) => {
  const { error, packets } = readAll([bytes.toBytes()])
  expect(error?.code).toBe('E_CAPTURE_DAMAGED')
  expect(error?.message).toContain(message)
  expect(packets).toEqual([])
})

test('bounds the interfaces of a section', () => {
  const chunks = [little().section().toBytes()]
  for (let i = 0; i <= interfaceCountMax; i++) chunks.push(little().interface().toBytes())
  expect(readAll(chunks).error?.message).toContain(`more than ${interfaceCountMax}`)
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
