import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bytes,
  ethernet,
  ipv4,
  ipv6,
  tcp,
  text,
  u16,
  u32,
  udp,
} from '../../test/packet-bytes.ts'
import { decodeFrame } from '../decode/decode-frame.ts'
import { Frame, Layer } from '../decode/frame.ts'
import { isFragment } from '../decode/network.ts'
import { LinkType } from '../pcap/link-type.ts'
import { Packet } from '../pcap/packet.ts'
import { datagramPartCountMax } from './datagram-parts.ts'
import { Defragmenter } from './defragmenter.ts'
import { fragmentBytesMax, fragmentedCountMax, fragmentTimeoutUs } from './fragment-table.ts'

/** Feeds packets as the engine does, and notes what comes out. */
class Feed {
  readonly frame = new Frame()
  readonly packet = new Packet()
  readonly shown: Shown[] = []
  readonly fragments = new Defragmenter({
    seed: 1,
    frame: this.frame,
    onDatagram: (packet, parts) => {
      const { frame } = this
      const { payloadOffset: at, payloadLength: length } = frame
      const payload = length > 0 ? packet.bytes.subarray(at, at + length) : []
      this.shown.push({
        ports: [frame.sourcePort, frame.destinationPort],
        payload: Buffer.from(payload).toString('latin1'),
        isWhole: !isFragment(frame),
        isMalformed: frame.malformed !== 0,
        layers: frame.layers,
        parts: parts.count,
        bytes: parts.bytes,
        hasMacs: frame.sourceMacOffset !== -1,
      })
      return false
    },
  })
  #index = 0

  see(
    bytes: Bytes,
    { timeUs = 0, snapLength = 65_535, linkType = LinkType.ethernet as number } = {},
  ) {
    const { packet, frame } = this
    packet.bytes = Uint8Array.from(bytes)
    packet.offset = 0
    packet.originalLength = bytes.length
    packet.capturedLength = Math.min(bytes.length, snapLength)
    packet.linkType = linkType
    packet.timeUs = timeUs
    packet.index = this.#index++
    decodeFrame(packet, frame)
    this.fragments.expire(timeUs, packet)
    if (isFragment(frame)) this.fragments.see(packet, timeUs)
    return this
  }
}

interface Shown {
  readonly ports: readonly number[]
  readonly payload: string
  readonly isWhole: boolean
  readonly isMalformed: boolean
  readonly layers: number
  readonly parts: number
  readonly bytes: number
  readonly hasMacs: boolean
}

const more = 0x2000

/** Bytes `from` to `to` of a datagram as an IPv4 fragment. */
function part4(
  data: Bytes,
  from: number,
  to: number,
  fields: { id?: number; proto?: number } = {},
) {
  const { id = 7, proto = 17 } = fields
  const fragment = (to < data.length ? more : 0) | (from >>> 3)
  return ethernet(0x0800, ipv4(proto, data.slice(from, to), { id, fragment }))
}

function part6(data: Bytes, from: number, to: number, id = 7) {
  const word = from | (to < data.length ? 1 : 0)
  return ethernet(0x86dd, ipv6(44, [17, 0, ...u16(word), ...u32(id), ...data.slice(from, to)]))
}

const greeting = udp(text('0123456789abcdef the rest'), 5000, 6000)

describe.each([
  ['IPv4', part4],
  ['IPv6', part6],
])('%s fragments', (_, part) => {
  it('become one packet, in any order and cut anywhere', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
    fc.assert(
      fc.property(cuts, fc.infiniteStream(fc.nat()), (eighths, random) => {
        const at = [0, ...eighths.sort().map((n) => n * 8), greeting.length]
        const parts = at.slice(1).map((end, i) => part(greeting, at[i] as number, end))
        if (parts.length === 1) return
        const feed = new Feed()
        const order = parts.map((bytes) => ({ bytes, key: random.next().value }))
        for (const { bytes } of order.sort((a, b) => a.key - b.key)) feed.see(bytes)
        const bytes = parts.reduce((sum, { length }) => sum + length, 0)
        expect(feed.shown).toMatchObject([
          { ports: [5000, 6000], isWhole: true, isMalformed: false, parts: parts.length, bytes },
        ])
        expect(feed.shown[0]?.payload).toBe('0123456789abcdef the rest')
        expect(feed.fragments.table.wholeCount).toBe(1)
      }),
    )
  })

  it('keep the addresses of both layers', () => {
    const feed = new Feed().see(part(greeting, 0, 16)).see(part(greeting, 16, greeting.length))
    const { frame } = feed
    expect(feed.shown[0]?.hasMacs).toBe(true)
    expect([4, 16]).toContain(frame.addressLength)
    // The frame is that of the captured fragment again.
    expect(isFragment(frame)).toBe(true)
  })

  it('are given up after a minute and a bit, and then shown as far as they came', () => {
    const feed = new Feed().see(part(greeting, 0, 16))
    feed.see(ethernet(0x1234, []), { timeUs: fragmentTimeoutUs })
    expect(feed.shown).toEqual([])
    feed.see(ethernet(0x1234, []), { timeUs: fragmentTimeoutUs + 1 })
    expect(feed.shown).toMatchObject([{ ports: [5000, 6000], isWhole: false, payload: '01234567' }])
    expect(feed.fragments.table).toMatchObject({ timedOutCount: 1, wholeCount: 0, count: 0 })
  })

  it('without their first part are shown without ports', () => {
    const feed = new Feed().see(part(greeting, 16, 24)).see(part(greeting, 24, greeting.length))
    feed.fragments.end()
    expect(feed.shown).toMatchObject([{ ports: [0, 0], isWhole: false, payload: '', parts: 2 }])
  })

  it('that come twice are one datagram still', () => {
    const feed = new Feed().see(part(greeting, 0, 16)).see(part(greeting, 0, 16))
    feed.see(part(greeting, 16, greeting.length))
    expect(feed.shown).toMatchObject([{ isWhole: true, parts: 3 }])
    expect(feed.fragments.table.overlappingCount).toBe(0)
  })

  it.each([
    ['no bytes', 0, 0],
    ['no multiple of eight that is not the last', 8, 19],
  ])('with %s spoil their datagram', (_, from, to) => {
    const feed = new Feed().see(part(greeting, 0, 8)).see(part(greeting, from, to))
    feed.see(part(greeting, 8, greeting.length))
    expect(feed.shown).toEqual([])
    expect(feed.fragments.table.impossibleCount).toBe(1)
  })

  it('beyond the longest datagram spoil it', () => {
    const feed = new Feed()
    const data = new Array<number>(70_000).fill(65)
    feed.see(part(greeting, 0, 16)).see(part(data.slice(0, 65_528), 65_512, 65_528))
    expect(feed.fragments.table.impossibleCount).toBe(1)
  })

  it('whose capture was cut are put together as far as the capture goes', () => {
    const feed = new Feed().see(part(greeting, 0, 16))
    const rest = part(greeting, 16, greeting.length)
    feed.see(rest, { snapLength: rest.length - (greeting.length - 16) + 3 })
    expect(feed.shown).toMatchObject([{ isWhole: true, payload: '0123456789a' }])
  })

  it('of a datagram in too many parts spoil it', () => {
    const feed = new Feed()
    const long = udp(text('x'.repeat(8 * (datagramPartCountMax + 2))), 1, 2)
    for (let n = 0; n < datagramPartCountMax; n++) feed.see(part(long, n * 8, n * 8 + 8))
    expect(feed.fragments.table.impossibleCount).toBe(0)
    feed.see(part(long, datagramPartCountMax * 8, datagramPartCountMax * 8 + 8))
    expect(feed.fragments.table.impossibleCount).toBe(1)
  })
})

describe('overlapping fragments', () => {
  const first = udp(text('good good good good'), 5000, 6000)
  const evil = udp(text('evil evil evil evil'), 5000, 6000)

  it('leave what came first in IPv4, and are counted', () => {
    const feed = new Feed().see(part4(first, 0, 16)).see(part4(evil, 8, 24))
    feed.see(part4(first, 24, first.length))
    expect(feed.shown).toMatchObject([{ isWhole: true, payload: 'good gool evil eood' }])
    expect(feed.fragments.table.overlappingCount).toBe(1)
  })

  it('of the same extent and other bytes are no repetition', () => {
    const feed = new Feed().see(part4(first, 0, 16)).see(part4(evil, 0, 16))
    expect(feed.fragments.table.overlappingCount).toBe(1)
  })

  it('spoil the datagram in IPv6, as RFC 5722 has it, also for what comes later', () => {
    const feed = new Feed().see(part6(first, 0, 16)).see(part6(evil, 8, 24))
    feed.see(part6(first, 16, first.length)).see(part6(first, 0, 16))
    expect(feed.shown).toEqual([])
    feed.fragments.end()
    expect(feed.shown).toMatchObject([{ isWhole: false, ports: [0, 0], parts: 4 }])
    expect(feed.fragments.table.overlappingCount).toBe(1)
  })

  it('that disagree on the end spoil the datagram', () => {
    const feed = new Feed()
      .see(part4(first, 16, first.length))
      .see(part4(first.slice(0, 24), 16, 24))
    feed.see(part4(first, 0, 16))
    expect(feed.shown).toEqual([])
    expect(feed.fragments.table.impossibleCount).toBe(1)
  })
})

describe('Defragmenter', () => {
  it('finds a TCP header that was split so that no part shows the flags, and counts the parts', () => {
    const segment = tcp(text('GET / HTTP/1.1'), { destination: 80 })
    const feed = new Feed()
    const cuts = [0, 8, 16, segment.length]
    for (let n = 0; n < 3; n++) {
      feed.see(part4(segment, cuts[n] as number, cuts[n + 1] as number, { proto: 6 }))
    }
    expect(feed.shown).toMatchObject([{ ports: [40_000, 80], payload: 'GET / HTTP/1.1' }])
    expect((feed.shown[0]?.layers ?? 0) & Layer.tcp).not.toBe(0)
    // RFC 1858: the first part is too short, and the second starts inside the header.
    expect(feed.fragments.table.tinyCount).toBe(2)
  })

  it('tells datagrams apart by addresses, identification and, in IPv4, protocol', () => {
    const feed = new Feed().see(part4(greeting, 0, 16)).see(part4(greeting, 16, 33, { id: 8 }))
    feed.see(part4(greeting, 16, 33, { proto: 6 })).see(part6(greeting, 16, 33))
    expect(feed.shown).toEqual([])
    expect(feed.fragments.table.count).toBe(4)
    feed.see(part4(greeting, 16, 33))
    expect(feed.shown).toMatchObject([{ isWhole: true }])
  })

  it('follows a datagram into a tunnel, and fragments of fragments', () => {
    const inner = ipv4(17, greeting)
    const gre = [0, 0, 0x08, 0, ...inner]
    const feed = new Feed().see(part4(gre, 0, 32, { proto: 47 }))
    feed.see(part4(gre, 32, gre.length, { proto: 47 }))
    expect(feed.shown).toMatchObject([
      { ports: [5000, 6000], payload: '0123456789abcdef the rest' },
    ])
    const half = ipv4(17, greeting.slice(0, 16), { fragment: more })
    const rest = ipv4(17, greeting.slice(16), { fragment: 2 })
    const nested = [half, rest].map((bytes) => [0, 0, 0x08, 0, ...bytes])
    nested.forEach((data, n) => {
      feed.see(part4(data, 0, 16, { proto: 47, id: 20 + n }))
      feed.see(part4(data, 16, data.length, { proto: 47, id: 20 + n }))
    })
    expect(feed.shown[1]).toMatchObject({ ports: [5000, 6000], isWhole: true })
  })

  it('needs no Ethernet', () => {
    const raw = (bytes: Bytes) => bytes.slice(14)
    const options = { linkType: LinkType.raw }
    const feed = new Feed().see(raw(part4(greeting, 0, 16)), options)
    feed.see(raw(part4(greeting, 16, greeting.length)), options)
    expect(feed.shown).toMatchObject([{ isWhole: true, ports: [5000, 6000], hasMacs: false }])
  })

  it('holds no more datagrams than its limit: the oldest goes, is shown and counted', () => {
    const feed = new Feed()
    for (let id = 0; id < fragmentedCountMax; id++) feed.see(part4(greeting, 0, 16, { id }))
    expect(feed.fragments.table).toMatchObject({ count: fragmentedCountMax, evictedCount: 0 })
    feed.see(part4(greeting, 0, 16, { id: fragmentedCountMax }))
    expect(feed.fragments.table).toMatchObject({ count: fragmentedCountMax, evictedCount: 1 })
    expect(feed.shown).toHaveLength(1)
    feed.see(part4(greeting, 16, greeting.length, { id: fragmentedCountMax }))
    expect(feed.shown.at(-1)).toMatchObject({ isWhole: true })
  })

  it('holds no more bytes than its limit', () => {
    const feed = new Feed()
    const tail = new Array<number>(65_000).fill(0)
    const bytesEach = 65_536
    for (let id = 0; id <= fragmentBytesMax / bytesEach; id++) {
      feed.see(part4(tail, 64_992, 65_000, { id }))
      expect(feed.fragments.table.count * bytesEach).toBeLessThanOrEqual(fragmentBytesMax)
    }
    expect(feed.fragments.table.evictedCount).toBeGreaterThan(0)
  })

  it('never throws, whatever the fragments say', () => {
    const word = fc.integer({ min: 0, max: 0xffff })
    const fragments = fc.array(fc.tuple(word, fc.integer({ min: 0, max: 60 })), { maxLength: 20 })
    fc.assert(
      fc.property(fragments, fc.boolean(), (list, isIpv4) => {
        const feed = new Feed()
        for (const [fragment, size] of list) {
          const data = greeting.slice(0, size)
          const bytes = isIpv4
            ? ethernet(0x0800, ipv4(17, data, { fragment }))
            : ethernet(0x86dd, ipv6(44, [17, 0, ...u16(fragment), ...u32(1), ...data]))
          feed.see(bytes)
        }
        feed.fragments.end()
        const seen = feed.shown.reduce((sum, { parts }) => sum + parts, 0)
        const whole = list.filter(([fragment]) => isPart(fragment, isIpv4)).length
        expect(seen).toBe(whole)
      }),
    )
  })
})

function isPart(fragment: number, isIpv4: boolean): boolean {
  return (fragment & (isIpv4 ? 0x3fff : 0xfff9)) !== 0
}
