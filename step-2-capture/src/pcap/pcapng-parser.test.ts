import { expect, test } from 'vitest'
import { big, little, readAll, sample } from '../../test/read-capture.ts'
import { CaptureReader } from './capture-reader.ts'
import { Packet } from './packet.ts'
import { blockLengthMax, interfaceCountMax } from './pcapng-parser.ts'

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

test('keeps the last time, and counts, where an offset makes a time that cannot be', () => {
  const far = little().option(14, 0, 0, 0, 0, 0, 0, 0, 0xc0)
  const bytes = little().section().interface().interface({ options: far })
  bytes.enhancedPacket({ low: 5_000_000 }).enhancedPacket({ from: 1, low: 9, data: [7] })
  const reader = new CaptureReader()
  const packet = new Packet()
  reader.push(bytes.toBytes())
  const times: (number | boolean)[] = []
  while (reader.next(packet)) times.push(packet.timeUs, packet.hasTime)
  expect(times).toEqual([5_000_000, true, 5_000_000, false])
  expect(reader.invalidTimeCount).toBe(1)
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

test('stops at an odd block length, though both say the same', () => {
  const odd = little()
    .section()
    .u32(0x0bad, 33)
    .u8(...new Array<number>(21).fill(0))
    .u32(33)
  expect(readAll([odd.toBytes()]).error?.message).toContain('cannot be 33 bytes long')
})

test('bounds a pcapng record by its link type, as in pcap', () => {
  const packetOf = (count: number, linkType: number) => {
    const start = little().section().interface({ linkType }).toBytes()
    const header = little()
      .u32(6, count + 32, 0, 0, 0, count, count)
      .toBytes()
    return [
      start,
      header,
      new Uint8Array(count),
      little()
        .u32(count + 32)
        .toBytes(),
    ]
  }
  expect(readAll(packetOf(262_144, 1)).error).toBeNull()
  expect(readAll(packetOf(262_148, 1)).error?.message).toContain('above the limit of 262144')
  expect(readAll(packetOf(262_148, 249)).error).toBeNull()
})

test('bounds the interfaces of a section', () => {
  const chunks = [little().section().toBytes()]
  for (let i = 0; i <= interfaceCountMax; i++) chunks.push(little().interface().toBytes())
  expect(readAll(chunks).error?.message).toContain(`more than ${interfaceCountMax}`)
})
