import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { beaconing } from '../detect/beacon/beaconing.ts'
import { analyzeCapture } from '../run/analyze-capture.ts'
import { JoinedFiles } from './joined-files.ts'
import { groupRotated } from './rotated-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rotated-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Writes files of a capture in which a client calls a server each 100 s, six times a file. */
async function write(names: readonly string[], pause = 0): Promise<string[]> {
  const whole = new TrafficScript()
  const paths: string[] = []
  for (const name of names) {
    const part = new TrafficScript()
    part.seconds = whole.seconds
    for (let call = 0; call < 6; call++) {
      part.connection('10.8.0.3', '203.0.113.77:8443', { says: ['ping', 'pong'] }).wait(100)
    }
    whole.seconds = part.seconds + pause
    const path = join(folder, name)
    await writeFile(path, name.endsWith('.gz') ? gzipSync(part.bytes()) : part.bytes())
    paths.push(path)
  }
  return paths
}

test('finds in a rotated capture what each file has too little of', async () => {
  const paths = await write(['trace_8.pcap', 'trace_9.pcap', 'trace_10.pcap', 'trace_11.pcap'])
  const kinds = async (files: readonly string[]) => {
    const report = await analyzeCapture(new JoinedFiles(files), { detectors: [beaconing] })
    expect(report.error).toBeUndefined()
    return report.detections.map(({ kind }) => kind)
  }
  expect(await groupRotated(paths.toReversed())).toEqual([paths])
  expect(await kinds(paths)).toContain('beaconing')
  expect(await kinds(paths.slice(0, 1))).toEqual([])
})

test('joins packed files as plain ones', async () => {
  const paths = await write(['t1.pcap.gz', 't2.pcap.gz'])
  expect(await groupRotated(paths)).toEqual([paths])
  const report = await analyzeCapture(new JoinedFiles(paths), { detectors: [] })
  expect(report.error).toBeUndefined()
  expect(report.packets).toBe(84)
})

test.each([
  ['names that differ in more than numbers', ['a1.pcap', 'b2.pcap'], 0],
  ['a pause that is longer than the file', ['a1.pcap', 'a2.pcap'], 5_000],
  ['captures of one time', ['a1.pcap', 'a2.pcap'], -550],
])('leaves files apart with %s', async (_, names, pause) => {
  const paths = await write(names, pause)
  expect(await groupRotated(paths)).toEqual(paths.map((path) => [path]))
})

test('leaves what cannot be read to itself', async () => {
  const paths = await write(['a1.pcap', 'a2.pcap'])
  const missing = join(folder, 'a3.pcap')
  expect(await groupRotated([missing, ...paths])).toEqual([[missing], paths])
})
