import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { hasTshark, tshark } from '../../test/tshark.ts'
import { CaptureReader } from './capture-reader.ts'
import { Packet } from './packet.ts'
import { type CaptureRecord, writePcap } from './pcap-writer.ts'
import { type PcapngRecord, writePcapng } from './pcapng-writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'capture-writers-'))
afterAll(() => rmSync(folder, { recursive: true }))

const frame = Buffer.from('ffffffffffff0200000000010806'.padEnd(120, '0'), 'hex')
const records: CaptureRecord[] = [
  { timeSeconds: 0, timeNanoseconds: 0, bytes: frame },
  { timeSeconds: 1_768_381_200, timeNanoseconds: 999_999_999, bytes: frame.subarray(0, 41) },
  { timeSeconds: 4_294_967_295, timeNanoseconds: 1000, bytes: frame, originalLength: 1514 },
]

describe('pcap', () => {
  test('gives back what was written, in nanoseconds', () => {
    const { packets, format } = read(writePcap(records, { resolution: 'nanoseconds' }))
    expect(format).toBe('pcap-le-ns')
    expect(packets).toEqual(records.map(expected))
  })

  test('rounds times down to microseconds by default', () => {
    const { packets, format } = read(writePcap(records))
    expect(format).toBe('pcap-le-us')
    expect(packets.map(({ timeNanoseconds }) => timeNanoseconds)).toEqual([0, 999_999_000, 1000])
  })

  test('cuts packets to the snap length and keeps their true length', () => {
    const { packets } = read(writePcap(records, { snapLength: 50, linkType: 101 }))
    expect(packets.map(({ bytes }) => bytes.length)).toEqual([50, 41, 50])
    expect(packets.map(({ originalLength }) => originalLength)).toEqual([60, 41, 1514])
    expect(packets[0]?.linkType).toBe(101)
  })
})

describe('pcapng', () => {
  test('gives back what was written, of several interfaces', () => {
    const interfaces = [{ name: 'eth0' }, { name: 'tun0', linkType: 101, snapLength: 20 }]
    const written: PcapngRecord[] = records.map((record, interfaceIndex) => ({
      ...record,
      interfaceIndex: interfaceIndex % 2,
    }))
    const { packets, format } = read(writePcapng(written, { interfaces }))
    expect(format).toBe('pcapng-le')
    expect(packets.map(({ linkType }) => linkType)).toEqual([1, 101, 1])
    expect(packets[1]?.bytes.length).toBe(20)
    expect(packets[2]).toEqual(expected(records[2] as CaptureRecord))
  })

  test('pads every length to four bytes', () => {
    for (let length = 0; length < 9; length++) {
      const record = { timeSeconds: 1, timeNanoseconds: 2, bytes: frame.subarray(0, length) }
      const written = Buffer.concat([...writePcapng([{ ...record, comment: 'x'.repeat(length) }])])
      expect(written.length % 4).toBe(0)
      expect(read([written]).packets[0]?.bytes.length).toBe(length)
    }
  })
})

test('any packets survive a round trip in either format', () => {
  const arbitraryRecord = fc.record({
    timeSeconds: fc.integer({ min: 0, max: 0xffff_ffff }),
    timeNanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
    bytes: fc.uint8Array({ maxLength: 200 }),
  })
  fc.assert(
    fc.property(fc.array(arbitraryRecord, { maxLength: 20 }), (some) => {
      const wanted = some.map(expected)
      expect(read(writePcapng(some)).packets).toEqual(wanted)
      expect(read(writePcap(some, { resolution: 'nanoseconds' })).packets).toEqual(wanted)
    }),
    { seed: 5 },
  )
})

test.runIf(hasTshark())('tshark reads both formats and sees the same times and lengths', () => {
  const fields = [
    '-T',
    'fields',
    '-e',
    'frame.time_epoch',
    '-e',
    'frame.cap_len',
    '-e',
    'frame.len',
  ]
  const files = [
    ['us.pcap', writePcap(records)],
    ['ns.pcap', writePcap(records, { resolution: 'nanoseconds' })],
    ['ns.pcapng', writePcapng(records.map((record) => ({ ...record, comment: 'a remark' })))],
  ] as const
  const [micro, nano, next] = files.map(([name, pieces]) => {
    const path = join(folder, name)
    writeFileSync(path, Buffer.concat([...pieces]))
    return tshark(path, ...fields)
  })
  const lengths = ['60\t60', '41\t41', '60\t1514']
  const times = ['0.000000000', '1768381200.999999999', '4294967295.000001000']
  const rows = (seconds: string[]) => seconds.map((time, i) => `${time}\t${lengths[i]}\n`).join('')
  expect(nano).toBe(rows(times))
  expect(next).toBe(rows(times))
  expect(micro).toBe(rows(['0.000000000', '1768381200.999999000', '4294967295.000001000']))
})

function expected({ timeSeconds, timeNanoseconds, bytes, originalLength }: CaptureRecord) {
  const length = originalLength ?? bytes.length
  return { timeSeconds, timeNanoseconds, originalLength: length, linkType: 1, bytes: [...bytes] }
}

function read(pieces: Iterable<Uint8Array>) {
  const reader = new CaptureReader()
  const packet = new Packet()
  const packets = []
  for (const piece of pieces) {
    reader.push(piece)
    while (reader.next(packet)) {
      const { timeSeconds, timeNanoseconds, originalLength, linkType, offset } = packet
      const bytes = [...packet.bytes.subarray(offset, offset + packet.capturedLength)]
      packets.push({ timeSeconds, timeNanoseconds, originalLength, linkType, bytes })
    }
  }
  reader.end()
  expect(reader.error).toBeNull()
  return { packets, format: reader.format }
}
