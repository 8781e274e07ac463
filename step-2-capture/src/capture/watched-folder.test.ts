import { appendFile, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CaptureBytes } from '../../test/capture-bytes.ts'
import { Engine } from '../engine.ts'
import { runCapture } from '../run/run-capture.ts'
import { WatchedFolder } from './watched-folder.ts'

describe('WatchedFolder', () => {
  let root: string
  let folder: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'watched-'))
    folder = await mkdtemp(join(root, 'captures-'))
  })
  afterEach(() => rm(root, { recursive: true }))

  /** A packet in each of these seconds. */
  function records(...seconds: readonly number[]): Buffer {
    const bytes = new CaptureBytes({ littleEndian: true })
    for (const second of seconds) bytes.pcapRecord({ seconds: second, data: Array(60).fill(0) })
    return Buffer.from(bytes.toBytes())
  }
  const header = Buffer.from(new CaptureBytes({ littleEndian: true }).pcapHeader().toBytes())
  const capture = (...seconds: readonly number[]) => Buffer.concat([header, records(...seconds)])
  const put = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes)

  /** Watches until `done` has seen what it waits for. @returns the seconds of the packets, in order */
  async function watch(
    done: (seen: readonly number[], source: WatchedFolder) => boolean | Promise<boolean>,
    lookMs = 5,
  ): Promise<number[]> {
    const seconds: number[] = []
    const controller = new AbortController()
    const source = new WatchedFolder({
      name: folder,
      path: folder,
      seenPath: join(root, 'seen.jsonl'),
      lookMs,
    })
    const engine = new Engine({
      capture: { source: 'pcap', name: folder },
      detectors: [],
      seed: 1,
      onDetection: () => {},
      onPacket: ({ timeSeconds }) => seconds.push(timeSeconds),
    })
    const running = runCapture(source, engine, { signal: controller.signal })
    await expect.poll(async () => done(seconds, source), { timeout: 10_000 }).toBe(true)
    controller.abort()
    expect(await running).toBeUndefined()
    return seconds
  }
  const count = (number: number) => (seen: readonly number[]) => seen.length >= number

  it('reads what lies there and what arrives, the earliest first', async () => {
    await put('a.pcap', capture(30, 31))
    await put('b.pcap', capture(10, 11))
    await put('c.pcap.gz', gzipSync(capture(20)))
    const seen = await watch(async (seconds) => {
      if (seconds.length === 5) await put('d.pcap', capture(40))
      return seconds.length >= 6
    })
    expect(seen).toEqual([10, 11, 20, 30, 31, 40])
  })

  it('reads no file twice, also when it is watched again, renamed or its time is set', async () => {
    await put('a.pcap', capture(1, 2))
    await watch(count(2))
    await rename(join(folder, 'a.pcap'), join(folder, 'a.pcap.1'))
    await put('b.pcap', capture(3))
    expect(await watch(count(1))).toEqual([3])
    await writeFile(join(folder, 'b.pcap'), capture(3))
    await put('c.pcap', capture(4))
    expect(await watch(count(1))).toEqual([4])
  })

  it('reads on where a file that was read has grown, and anew where another took its name', async () => {
    await put('a.pcap', capture(1, 2))
    await watch(count(2))
    await appendFile(join(folder, 'a.pcap'), records(3, 4))
    expect(await watch(count(2))).toEqual([3, 4])
    await put('a.pcap', capture(7, 8, 9, 10, 11))
    expect(await watch(count(5))).toEqual([7, 8, 9, 10, 11])
  })

  it('reads the rest of a record once it was written', async () => {
    const whole = capture(1, 2, 3)
    await put('a.pcap', whole.subarray(0, -20))
    let isWhole = false
    const seen = await watch(async (seconds) => {
      if (seconds.length === 2 && !isWhole) {
        isWhole = true
        await appendFile(join(folder, 'a.pcap'), whole.subarray(-20))
      }
      return seconds.length >= 3
    })
    expect(seen).toEqual([1, 2, 3])
  })

  it('waits for an earlier file that is still written', async () => {
    await put('b.pcap', capture(10))
    let written = 0
    const seen = await watch(async (seconds) => {
      if (written < 5) await put('a.pcap', capture(...Array(++written).keys()))
      return seconds.length >= 6
    }, 200)
    expect(seen).toEqual([0, 1, 2, 3, 4, 10])
  })

  it('passes over what is no capture, links and hidden files', async () => {
    await put('notes.txt', Buffer.from('no capture at all'))
    await put('.draft.pcap', capture(1))
    await writeFile(join(root, 'outside.pcap'), capture(2))
    await symlink(join(root, 'outside.pcap'), join(folder, 'link.pcap'))
    await put('a.pcap', capture(3))
    let problems: readonly string[] = []
    const seen = await watch((seconds, source) => {
      problems = source.problems()
      return seconds.length > 0
    })
    expect(seen).toEqual([3])
    expect(problems).toEqual([])
  })

  it('goes on behind a file that is damaged, and says so once it is left alone', async () => {
    await put('a.pcap', Buffer.concat([capture(1), Buffer.alloc(40, 255)]))
    await put('b.pcap', capture(2))
    const seen = await watch((_, source) => source.problems().length > 0)
    expect(seen).toEqual([1, 2])
    const again = await watch((_, source) => source.problems().length > 0)
    expect(again).toEqual([])
  })

  it('ends with the reason when the folder is gone', async () => {
    const source = new WatchedFolder({ name: 'x', path: join(root, 'none'), seenPath: root })
    const engine = new Engine({
      capture: { source: 'pcap', name: 'x' },
      detectors: [],
      seed: 1,
      onDetection: () => {},
    })
    const failure = await runCapture(source, engine, { signal: new AbortController().signal })
    expect(failure).toMatchObject({ code: 'E_NO_FILE', message: /there is no such folder/ })
  })
})
