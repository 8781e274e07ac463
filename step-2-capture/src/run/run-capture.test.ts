import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { talk } from '../../test/talk-detector.ts'
import { CaptureCopy } from '../capture/capture-copy.ts'
import type { PacketSource } from '../capture/packet-source.ts'
import { Engine } from '../engine.ts'
import { runCapture } from './run-capture.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sinks-'))
})
afterEach(() => rm(folder, { recursive: true }))

const plain = talk(3).bytes()
const engine = () =>
  new Engine({
    capture: { source: 'pcap', name: 'talk' },
    detectors: [],
    seed: 1,
    onDetection: () => {},
  })

/** Yields the bytes in pieces from one buffer, which is used again for each, as a file's is. */
function sourceOf(bytes: Uint8Array, failure?: Error): PacketSource {
  return {
    kind: 'pcap',
    name: 'talk',
    open: async function* () {
      const buffer = new Uint8Array(50)
      for (let at = 0; at < bytes.length; at += buffer.length) {
        const piece = bytes.subarray(at, at + buffer.length)
        buffer.set(piece)
        yield buffer.subarray(0, piece.length)
      }
      if (failure) throw failure
    },
  }
}

const { signal } = new AbortController()

test.each([
  ['a capture', plain],
  ['one that is packed', gzipSync(plain)],
])('a copy of %s is the capture, unpacked', async (_, bytes) => {
  const path = join(folder, 'copy.pcap')
  const failure = await runCapture(sourceOf(bytes), engine(), {
    signal,
    sinks: [new CaptureCopy(path)],
  })
  expect(failure).toBeUndefined()
  expect(await readFile(path)).toEqual(Buffer.from(plain))
  expect((await stat(path)).mode & 0o077).toBe(0)
})

test('a sink has the packets of a detection when it is stated, and is closed before the end', async () => {
  const calls: string[] = []
  let sunkCount = 0
  const judging = engine()
  const seen: (readonly [number, number])[] = []
  await runCapture(sourceOf(plain), judging, {
    signal,
    sinks: [
      {
        write(chunk) {
          sunkCount += chunk.length
          seen.push([sunkCount, judging.packetCount])
        },
        close: () => void calls.push('close'),
      },
    ],
  })
  expect(seen[0]?.[1]).toBe(0)
  expect(sunkCount).toBe(plain.length)
  expect(calls).toEqual(['close'])
})

test('a source that breaks off leaves what came, in a file that is closed', async () => {
  const path = join(folder, 'copy.pcap')
  const sink = new CaptureCopy(path)
  const source = sourceOf(plain, new Error('cable'))
  const failure = await runCapture(source, engine(), { signal, sinks: [sink] })
  expect(failure?.message).toContain('cable')
  expect(await readFile(path)).toEqual(Buffer.from(plain))
  expect(() => sink.write(plain)).toThrow('could not be saved')
})

test.skipIf(process.platform !== 'linux')(
  'a disk that is full is reported once, and every packet is judged',
  async () => {
    const problems: string[] = []
    const judging = engine()
    await runCapture(sourceOf(plain), judging, {
      signal,
      sinks: [new CaptureCopy('/dev/full')],
      onProblem: ({ code, message }) => problems.push(`${code} ${message}`),
    })
    expect(problems).toEqual([expect.stringMatching(/^E_NOT_SAVED \/dev\/full .*ENOSPC/)])
    expect(judging.packetCount).toBe(3)
  },
)

test('a file that cannot be made is refused before anything is captured', () => {
  expect(() => new CaptureCopy(join(folder, 'nowhere', 'copy.pcap'))).toThrow('ENOENT')
})
