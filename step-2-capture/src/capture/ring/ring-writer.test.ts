import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readAll } from '../../../test/read-capture.ts'
import { writePcap } from '../../pcap/pcap-writer.ts'
import { listRing, openRing, pruneRing, segmentName } from './ring-folder.ts'
import { readRingPacket, ringSegments } from './ring-reader.ts'
import { RingWriter } from './ring-writer.ts'

const startSeconds = 1_768_381_200
/** Packets of 60 to 1,459 bytes, one a second. */
const records = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    timeSeconds: startSeconds + i,
    timeNanoseconds: i * 1_000,
    bytes: new Uint8Array(60 + ((i * 97) % 1_400)).fill(i),
  }))
const capture = (count: number) => Buffer.concat([...writePcap(records(count))])

describe('the ring of packets', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ring-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const limits = (bytesMax: number, hoursMax = 24) => ({ folder, bytesMax, hoursMax })
  const writer = (bytesMax: number, startId = 'run', nowMs = () => 0) =>
    new RingWriter({ limits: limits(bytesMax), segment: { name: 'eth 0/1', startId }, nowMs })
  /** Gives the bytes to a writer in pieces, from one buffer as a capture does. */
  const keep = async (bytes: Uint8Array, bytesMax: number, pieceBytes: () => number) => {
    const ring = writer(bytesMax)
    for (let at = 0; at < bytes.length; ) {
      const piece = Uint8Array.from(bytes.subarray(at, at + pieceBytes()))
      ring.write(piece)
      at += piece.length
      piece.fill(0xff)
    }
    await ring.close()
    return ring
  }
  const packetsIn = async () => {
    const segments = await listRing(folder)
    segments.sort((a, b) => a.base - b.base)
    const files = await Promise.all(segments.map(({ path }) => readFile(path)))
    return files.flatMap((file) => {
      const { packets, error } = readAll([file])
      expect(error).toBeNull()
      return packets
    })
  }

  it('holds every packet of a capture in files of whole records, however the bytes are cut', async () => {
    const bytes = capture(300)
    const { packets } = readAll([capture(300)])
    const piece = fc.integer({ min: 1, max: 3_000 })
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(piece), async (pieces) => {
        await rm(folder, { recursive: true })
        await mkdir(folder)
        // 16 files of 20 kB: enough for all of it.
        await keep(bytes, 320_000, () => pieces.next().value ?? 1)
        const found = await packetsIn()
        expect(found.map(({ data, time }) => [data, time])).toEqual(
          packets.map(({ data, time }) => [data, time]),
        )
        expect((await listRing(folder)).length).toBeGreaterThan(8)
      }),
      { numRuns: 10, seed: 7 },
    )
  })

  it('keeps the newest packets in its bytes, readable by their owner only', async () => {
    await keep(capture(1_000), 64_000, () => 2_000)
    const segments = await listRing(folder)
    expect(segments.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(64_000)
    const found = await packetsIn()
    expect(found.at(-1)?.time).toBe(`${startSeconds + 999}.000999000`)
    expect(found.length).toBeGreaterThan(40)
    for (const { path } of segments) expect((await stat(path)).mode & 0o077).toBe(0)
  })

  it('finds the packets of a start again by offset, and says when one has gone', async () => {
    await keep(capture(1_000), 64_000, () => 2_000)
    const all = readAll([capture(1_000)]).packets
    const segments = await ringSegments(folder, { name: 'eth 0/1', startIds: new Set(['run']) })
    const place = (i: number) => ({
      offset: all[i]?.recordOffset ?? 0,
      time: startSeconds + i + i / 1e6,
    })
    const found = await readRingPacket(segments, place(995))
    expect(found?.timeSeconds).toBe(startSeconds + 995)
    expect(found?.capturedLength).toBe(60 + ((995 * 97) % 1_400))
    expect(await readRingPacket(segments, place(3))).toBeUndefined()
    for (const query of [
      { name: 'eth1', startIds: new Set(['run']) },
      { name: 'eth 0/1', startIds: new Set(['other']) },
    ]) {
      expect(await ringSegments(folder, query)).toEqual([])
    }
  })

  it('takes the nearest in time of two starts that have a record at the same offset', async () => {
    for (const [startId, later] of [
      ['run', 0],
      ['run.2', 5_000],
    ] as const) {
      const moved = records(5).map((one) => ({ ...one, timeSeconds: one.timeSeconds + later }))
      const ring = writer(640_000, startId)
      ring.write(Buffer.concat([...writePcap(moved)]))
      await ring.close()
    }
    const segments = await ringSegments(folder, { name: 'eth 0/1', startIds: new Set() })
    const found = await readRingPacket(segments, { offset: 24, time: startSeconds + 5_000 })
    expect(found?.timeSeconds).toBe(startSeconds + 5_000)
  })

  it('removes packets whose hours are over, and begins a file soon enough for that', async () => {
    let nowMs = 0
    const ring = writer(640_000, 'run', () => nowMs)
    const bytes = capture(10)
    const half = readAll([capture(10)]).packets[5]?.recordOffset ?? 0
    ring.write(bytes.subarray(0, half))
    nowMs = 2 * 3_600_000
    ring.write(bytes.subarray(half))
    await ring.close()
    const [first, second] = await listRing(folder)
    expect(second?.base).toBe(half)
    const longAgo = Date.now() / 1000 - 25 * 3_600
    await utimes(first?.path ?? '', longAgo, longAgo)
    await pruneRing(limits(640_000))
    expect(await listRing(folder)).toHaveLength(2)
    await pruneRing(limits(640_000), new Date())
    expect(await listRing(folder)).toMatchObject([{ base: half }])
  })

  it('takes up what a killed server left open, and nothing that is none of its own', async () => {
    const name = segmentName({ name: 'eth0', startId: 'run', base: 24 })
    await writeFile(join(folder, `${name}.part`), capture(3).subarray(0, 100))
    await writeFile(join(folder, 'notes.txt'), 'mine')
    await openRing(limits(640_000), new Date())
    expect(await listRing(folder)).toMatchObject([{ name: 'eth0', isOpen: false, bytes: 100 }])
    await openRing(limits(0), new Date())
    expect(await listRing(folder)).toEqual([])
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
  })

  it('leaves out what a slow disk has no room for, says so, and goes on with whole records', async () => {
    const ring = writer(640_000_000)
    const bytes = Buffer.concat([...writePcap(bigRecords(400))])
    // Nothing is written while this loop holds the thread, so the room of 16 MiB is used up.
    for (let at = 0; at < bytes.length; at += 65_536) ring.write(bytes.subarray(at, at + 65_536))
    expect(ring.problems()).toEqual([
      expect.stringMatching(/^the disk is slower than the link: 10 MiB/),
    ])
    await vi.waitUntil(async () => (await listRing(folder)).every(({ isOpen }) => !isOpen))
    ring.write(Buffer.concat([...writePcap(records(1))]).subarray(24))
    await ring.close()
    expect((await listRing(folder)).map((one) => one.bytes).sort()).toEqual(
      [24 + 255 * 65_536, 24 + 16 + 60].sort(),
    )
  })
})

/** Packets of 64 KiB less a header. */
function bigRecords(count: number) {
  return records(count).map((one) => ({ ...one, bytes: new Uint8Array(65_520) }))
}
