import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CaptureBytes } from '../../../test/capture-bytes.ts'
import {
  type Bytes,
  ethernet,
  ipv4,
  ipv6,
  tcp,
  u16,
  udp,
  zeros,
} from '../../../test/packet-bytes.ts'
import { inspectCapture } from './inspect-capture.ts'

const little = () => new CaptureBytes({ littleEndian: true })

async function* inOneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const inspect = (bytes: Uint8Array) => inspectCapture(inOneChunk(bytes))

function capture(packets: readonly Bytes[]): Uint8Array {
  const bytes = little().pcapHeader({ magic: 0xa1b23c4d })
  packets.forEach((data, i) => {
    bytes.pcapRecord({
      seconds: 1_700_000_000 + i,
      fraction: 7 + i,
      data,
      length: data.length + 10,
    })
  })
  return bytes.toBytes()
}

const syn = (source: number, destination: number) =>
  ethernet(0x0800, ipv4(6, tcp([], { source, destination })))
const query = ethernet(0x86dd, ipv6(17, udp(zeros(12), 40_000, 53)))
const overTunnel = ethernet(0x0800, ipv4(17, udp([8, ...zeros(7), ...syn(1, 2)], 50_000, 4789)))

test('counts frames, bytes and outer protocols', async () => {
  const packets = [syn(1, 2), query, ethernet(0x0806, zeros(28)), ethernet(0x9999, [])]
  const later = ethernet(0x0800, ipv4(6, tcp([]), { fragment: 1 }))
  const summary = await inspect(capture([...packets, overTunnel, later]))
  expect(summary).toMatchObject({
    format: 'pcap-le-ns',
    link_types: ['ETHERNET'],
    frames: 6,
    protocols: { ip: 3, ipv6: 1, arp: 1, tcp: 1, udp: 2, icmp: 0, icmpv6: 0, dns: 1 },
    fragments: 1,
    malformed: 1,
    unknown_link_frames: 0,
    first_seen: '2023-11-14T22:13:20.000000007Z',
    last_seen: '2023-11-14T22:13:25.000000012Z',
    first_epoch: '1700000000.000000007',
    last_epoch: '1700000005.000000012',
  })
  expect(summary.bytes).toBe(summary.captured_bytes + 60)
  expect(summary).not.toHaveProperty('error')
})

test('counts a conversation once, whichever end sends, and both ends of a tunnel', async () => {
  const answer = ethernet(0x0800, [
    ...ipv4(6, tcp([], { source: 2, destination: 1 })).slice(0, 12),
    ...[10, 0, 0, 2, 10, 0, 0, 1],
    ...tcp([], { source: 2, destination: 1 }),
  ])
  const summary = await inspect(capture([syn(1, 2), answer, syn(1, 2), syn(1, 3), overTunnel]))
  expect(summary).toMatchObject({ tcp_conversations: 2, udp_conversations: 1 })
})

test('counts more conversations than its table starts with', async () => {
  const packets = Array.from({ length: 10_000 }, (_, i) => syn(1 + (i >> 8), 1 + (i & 255)))
  expect(await inspect(capture(packets))).toMatchObject({ tcp_conversations: 10_000 })
})

test('counts frames of a link type that it does not know, and guesses nothing', async () => {
  const bytes = little()
    .pcapHeader({ linkType: 147 })
    .pcapRecord({ data: syn(1, 2) })
    .toBytes()
  const summary = await inspect(bytes)
  expect(summary).toMatchObject({ frames: 1, unknown_link_frames: 1, link_types: ['147'] })
  expect(Object.values(summary.protocols).every((count) => count === 0)).toBe(true)
})

test('knows no time where no frame has one', async () => {
  const simple = little().block(3, little().u32(3).u8(1, 2, 3))
  const summary = await inspect(little().section().interface().append(simple).toBytes())
  expect(summary).toMatchObject({ frames: 1, first_seen: null, last_epoch: null })
})

test.each([
  ['0', '1970-01-01T00:00:00.000000000Z', '0.000000000'],
  ['4294967295', '2106-02-07T06:28:15.000000000Z', '4294967295.000000000'],
])('writes the time %s', async (seconds, text, epoch) => {
  const bytes = little()
    .pcapHeader()
    .pcapRecord({ seconds: Number(seconds) })
    .toBytes()
  expect(await inspect(bytes)).toMatchObject({ first_seen: text, first_epoch: epoch })
})

test('says what was read of a gzip file that was cut, and why it stopped', async () => {
  const packets = Array.from({ length: 5000 }, (_, i) =>
    ethernet(0x0800, ipv4(17, udp([...u16(i), ...u16((i * 40_503) & 0xffff)]))),
  )
  const packed = gzipSync(capture(packets))
  const whole = await inspect(packed)
  expect(whole).toMatchObject({ format: 'pcap-le-ns.gz', frames: 5000 })
  const half = await inspect(packed.subarray(0, packed.length >> 1))
  expect(half.error?.code).toBe('E_GZIP_TRUNCATED')
  expect(half.frames).toBeGreaterThan(1000)
  expect(half.error?.offset).toBe(24 + half.frames * (16 + 46))
})

test('says the same however the bytes are cut', async () => {
  const bytes = capture([syn(1, 2), query, overTunnel, syn(3, 4)])
  const whole = await inspect(bytes)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 90 }), { maxLength: 30 }), async (sizes) => {
      async function* chunks() {
        let at = 0
        for (const size of sizes) {
          yield bytes.slice(at, at + size)
          at += size
        }
        yield bytes.slice(at)
      }
      expect(await inspectCapture(chunks())).toEqual(whole)
    }),
    { seed: 2, numRuns: 100 },
  )
})

test('passes on a failure of the source itself', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield capture([])
    throw new Error('the disk is gone')
  }
  await expect(inspectCapture(broken())).rejects.toThrow('the disk is gone')
})
