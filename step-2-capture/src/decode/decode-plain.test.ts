import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { FuzzRandom, fuzzSeeds, mutate } from '../../test/fuzz-inputs.ts'
import { ethernet, ipv4, tcp, text, udp, zeros } from '../../test/packet-bytes.ts'
import { CaptureReader } from '../pcap/capture-reader.ts'
import { LinkType } from '../pcap/link-type.ts'
import { Packet } from '../pcap/packet.ts'
import { decodeFrame, decodeHeaders } from './decode-frame.ts'
import { decodePlain } from './decode-plain.ts'
import { Frame } from './frame.ts'

const samples = join(import.meta.dirname, '../../../samples')
const captures = ['', 'recorded'].flatMap((folder) =>
  readdirSync(join(samples, folder))
    .filter((name) => name.endsWith('.pcap.gz'))
    .map((name) => join(folder, name)),
)

/** Two frames that see the same packets: what one packet leaves for the next is compared as well. */
class Comparison {
  plainCount = 0
  readonly #frame = new Frame()
  readonly #general = new Frame()
  readonly #plain = new Frame()

  see(packet: Packet): void {
    decodeFrame(packet, this.#frame)
    decodeHeaders(packet, this.#general)
    if (decodePlain(packet, this.#plain)) this.plainCount++
    for (const [name, value] of Object.entries(this.#general)) {
      if (Object.is(value, this.#frame[name as keyof Frame])) continue
      // Only now, since it is slow: which field it is, and of what packet.
      expect({ packet: packet.index, ...this.#frame }).toEqual({
        packet: packet.index,
        ...this.#general,
      })
    }
  }
}

function packetOf(bytes: readonly number[] | Uint8Array, originalLength: number): Packet {
  const packet = new Packet()
  packet.bytes = Uint8Array.from([...zeros(3), ...bytes, ...zeros(64)])
  packet.offset = 3
  packet.capturedLength = bytes.length
  packet.originalLength = originalLength
  packet.linkType = LinkType.ethernet
  return packet
}

const plain = {
  tcp: ethernet(0x0800, ipv4(6, tcp(text('GET / HTTP/1.1')))),
  'tcp with options': ethernet(0x0800, ipv4(6, tcp([1, 2], { options: [2, 4, 5, 180] }))),
  udp: ethernet(0x0800, ipv4(17, udp([1, 2, 3]))),
  dns: ethernet(0x0800, ipv4(17, udp([0, 1, 1, 0, 0, 0], 53))),
  'tcp with padding': [...ethernet(0x0800, ipv4(6, tcp([]))), ...zeros(6)],
}

describe('decodePlain', () => {
  it.each(Object.entries(plain))('takes %s, and each cut of it as the headers say', (_, bytes) => {
    const whole = new Comparison()
    whole.see(packetOf(bytes, bytes.length))
    expect(whole.plainCount).toBe(1)
    const cut = new Comparison()
    for (let length = 0; length < bytes.length; length++) {
      cut.see(packetOf(bytes.slice(0, length), bytes.length))
      cut.see(packetOf(bytes.slice(0, length), length))
    }
  })

  it('agrees with the general decoder on 30,000 damaged packets', () => {
    const random = new FuzzRandom(5)
    const comparison = new Comparison()
    const tagged = ethernet(0x8100, [0, 5, 8, 0, ...ipv4(6, tcp([]))])
    const seeds = [...fuzzSeeds().map(({ bytes }) => bytes), Uint8Array.from(tagged)]
    const plainSeeds = Object.values(plain).map((bytes) => Uint8Array.from(bytes))
    for (let count = 0; count < 30_000; count++) {
      const start = random.pick(count % 2 === 0 ? seeds : plainSeeds)
      const damaged = mutate(start, random.pick(seeds), random)
      // Cut by the snap length, whole, or with a length that is too small to be true.
      const packet = packetOf(damaged, Math.max(0, damaged.length + random.below(1_500) - 500))
      if (random.below(50) === 0) packet.linkType = LinkType.raw
      comparison.see(packet)
    }
    expect(comparison.plainCount).toBeGreaterThan(2_000)
  })
})

test.each(captures)('the frames of %s are those of the general decoder', (name) => {
  const reader = new CaptureReader()
  const packet = new Packet()
  const comparison = new Comparison()
  reader.push(gunzipSync(readFileSync(join(samples, name))))
  while (reader.next(packet)) comparison.see(packet)
  reader.end()
  expect(packet.index).toBeGreaterThan(0)
})
