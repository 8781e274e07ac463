import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { talk, talker } from '../../test/talk-detector.ts'
import { TrafficScript } from '../../test/traffic-script.ts'
import type { ChunkSink } from '../capture/chunk-sink.ts'
import type { FileSource, PacketSource } from '../capture/packet-source.ts'
import { portScan } from '../detect/scan/port-scan.ts'
import type { Detection } from '../detect/seam/detection.ts'
import type { Detector } from '../detect/seam/detector.ts'
import { ChosenDetectors } from './chosen-detectors.ts'
import { EngineRun } from './engine-run.ts'
import type { FromEngine, Tick } from './messages.ts'
import { noCounts } from './run-counts.ts'
import { RunFiles } from './run-files.ts'
import { RunNumbers } from './run-numbers.ts'

let logFolder: string
beforeEach(async () => {
  logFolder = await mkdtemp(join(tmpdir(), 'engine-run-'))
})
afterEach(() => rm(logFolder, { recursive: true }))

const source: PacketSource = {
  kind: 'pcap',
  name: 'talk',
  open: async function* () {
    yield talk(3).bytes()
  },
}

/** Runs the source to its end; what was sent, and the lines of the log of detections. */
async function run(sinks: readonly ChunkSink[] = []) {
  const sent: FromEngine[] = []
  const engineRun = new EngineRun({
    source,
    chosen: new ChosenDetectors([talker({}, {})], { settings: {} }),
    sensor: 'test',
    seed: 1,
    sinks,
    files: new RunFiles({ logFolder, resultsFolder: logFolder }, 'pcap'),
    nowMs: () => 0,
    post: (message) => sent.push(message),
  })
  await engineRun.run()
  const ticks = sent.flatMap((message): Tick[] => (message.kind === 'tick' ? [message.tick] : []))
  const log = await readFile(join(logFolder, 'anomalies.jsonl'), 'utf8')
  const logged = log.trimEnd().split('\n')
  return { ticks, logged: logged.map((line) => JSON.parse(line) as Detection) }
}

test('a tick has a detection once, in its latest revision, and counts it once', async () => {
  const { ticks } = await run()
  const detections = ticks.flatMap((tick) => tick.detections)
  // The last packet comes after a pause, and waits until the capture ends and confirms its time.
  expect(detections.map(({ revision }) => revision)).toEqual([2, 3])
  expect(ticks.at(-1)?.stats.detections).toBe(1)
})

test('the log has a line for each revision', async () => {
  const { logged } = await run()
  expect(logged.map(({ revision }) => revision)).toEqual([1, 2, 3])
  expect(new Set(logged.map(({ detection_id }) => detection_id)).size).toBe(1)
})

test('a sink gets the capture, and one that fails is a problem of every later tick', async () => {
  const given: Uint8Array[] = []
  const full: ChunkSink = {
    write() {
      throw new Error('the disk is full')
    },
    close() {},
  }
  const { ticks } = await run([{ write: (chunk) => given.push(chunk), close() {} }, full])
  expect(Buffer.concat(given)).toEqual(Buffer.from(talk(3).bytes()))
  expect(ticks.at(-1)?.problems).toEqual([expect.stringContaining('the disk is full')])
  expect(ticks.at(-1)?.stats.packets).toBe(3)
})

test('the last tick has the traffic of the whole run, with the detection where it began', async () => {
  const { ticks } = await run()
  const { packets, bytes } = ticks.at(-1)?.stats ?? {}
  const timeline = ticks.at(-1)?.timeline
  const sum = (values: readonly number[] = []) => values.reduce((total, value) => total + value, 0)
  expect(sum(timeline?.packets)).toBe(packets)
  expect(sum(timeline?.bytes)).toBe(bytes)
  expect(timeline?.detections[0]).toBe(1)
  expect(sum(timeline?.detections)).toBe(1)
})

test('another model judges from the next packet on, the same one keeps what it remembers', async () => {
  const observed: string[] = []
  const judging = (id: string): Detector => {
    const detector = talker({}, {})
    return {
      ...detector,
      basis: { id },
      observe: (traffic, reporter) => {
        observed.push(id)
        return detector.observe(traffic, reporter)
      },
    }
  }
  const chosen = new ChosenDetectors([], { learned: [judging('a')], settings: {} })
  const exchange = (change: Partial<Pick<ChosenDetectors, 'learned' | 'settings'>>) => {
    Object.assign(chosen, change)
    engineRun.exchangeDetectors()
  }
  const engineRun: EngineRun = new EngineRun({
    source: {
      kind: 'pcap',
      name: 'talk',
      open: async function* () {
        const bytes = talk(3).bytes()
        yield bytes.subarray(0, 100)
        exchange({ learned: [judging('a')] })
        exchange({ settings: {} })
        exchange({ learned: [judging('b')] })
        exchange({ learned: [] })
        yield bytes.subarray(100)
      },
    },
    chosen,
    sensor: 'test',
    seed: 1,
    files: new RunFiles({ logFolder, resultsFolder: logFolder }, 'pcap'),
    nowMs: () => 0,
    post: () => {},
  })
  await engineRun.run()
  expect(observed).toEqual(['a', 'b'])
})

test('a folder keeps the numbers of whole files, since one that was cut is read again', async () => {
  const cut = Promise.withResolvers<void>()
  const file = { skipBytes: 0, judged: async () => {} }
  const folder: FileSource = {
    kind: 'pcap',
    name: 'folder',
    async *files() {
      yield { ...file, open: source.open }
      yield {
        ...file,
        async *open() {
          yield talk(3).bytes()
          await cut.promise
        },
      }
    },
  }
  const numbers = new RunNumbers({ before: noCounts, readsAgain: true })
  const engineRun = new EngineRun({
    source: folder,
    chosen: new ChosenDetectors([], { settings: {} }),
    sensor: 'test',
    seed: 1,
    files: new RunFiles({ logFolder, resultsFolder: logFolder }, 'pcap'),
    nowMs: () => performance.now(),
    post(message) {
      if (message.kind !== 'tick') return
      numbers.receive(message.tick)
      engineRun.receive({ kind: 'taken' })
    },
  })
  const running = engineRun.run()
  await expect.poll(() => numbers.stats.packets).toBeGreaterThan(3)
  expect(numbers.kept.counts.packets).toBe(3)
  expect(numbers.kept.timeline.packets.reduce((sum, count) => sum + count, 0)).toBe(3)
  cut.resolve()
  await running
  expect(numbers.kept.counts.packets).toBe(6)
  numbers.startAnew()
  expect(numbers.stats.packets).toBe(6)
})

test('finds a scan on a live link that is silent after it', async () => {
  let now = 0
  const found = Promise.withResolvers<Detection>()
  const engineRun = new EngineRun({
    source: {
      kind: 'live',
      name: 'quiet',
      async *open() {
        const scan = new TrafficScript()
        for (let port = 1; port <= 20; port++) scan.ignored('10.0.0.5', `10.0.0.9:${port}`)
        yield scan.bytes()
        now = 10_000
        await found.promise
      },
    },
    chosen: new ChosenDetectors([portScan], { settings: {} }),
    sensor: 'test',
    seed: 1,
    files: new RunFiles({ logFolder, resultsFolder: logFolder }, 'live'),
    nowMs: () => now,
    post: (message) => {
      if (message.kind === 'tick') engineRun.receive({ kind: 'taken' })
      if (message.kind === 'tick' && message.tick.detections[0])
        found.resolve(message.tick.detections[0])
    },
  })
  const ended = engineRun.run()
  expect(await found.promise).toMatchObject({ kind: 'vertical_port_scan', source: '10.0.0.5' })
  await ended
})
