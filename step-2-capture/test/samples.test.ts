import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { CaptureReader } from '../src/pcap/capture-reader.ts'
import { Packet } from '../src/pcap/packet.ts'
import { writePcap } from '../src/pcap/pcap-writer.ts'
import { captureLabels } from '../src/simulate/labels.ts'
import { simulate } from '../src/simulate/simulate.ts'

const folder = join(import.meta.dirname, '../../samples')

/** A sample is fetched with every clone, so it stays small. */
const sampleSizeMax = 400_000
const allSizeMax = 4_000_000

const simulated = namesIn(folder)
const recorded = namesIn(join(folder, 'recorded')).map((name) => `recorded/${name}`)

test('there are samples, and they are small', () => {
  expect(simulated.length).toBeGreaterThan(8)
  expect(recorded.length).toBeGreaterThan(8)
  const sizes = [...simulated, ...recorded].map((name) => statSync(pathOf(name)).size)
  expect(Math.max(...sizes)).toBeLessThan(sampleSizeMax)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(allSizeMax)
})

test('no two samples share a name, and the list in the README has each', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const names = [...simulated, ...recorded].map((name) => name.replace('recorded/', ''))
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([])
})

describe('the simulator still plays', () => {
  test.each(simulated)('%s as it was committed', (name) => {
    const labels = captureLabels.parse(labelsOf(name))
    const { scenario, seed, duration_seconds: durationSeconds, activity } = labels
    const simulation = simulate({ scenario, seed, durationSeconds, activity })
    const played = Buffer.concat([...writePcap(simulation)])
    // Compared before compression: zlib may compress better some day.
    expect(played.equals(gunzipSync(readFileSync(pathOf(name))))).toBe(true)
    expect(simulation.labels).toEqual(labels)
  })
})

describe('the recording', () => {
  test.each(recorded)('%s is whole, and its labels lie inside', (name) => {
    const { packets, start, end, attacks } = labelsOf(name)
    const reader = new CaptureReader()
    reader.push(gunzipSync(readFileSync(pathOf(name))))
    const packet = new Packet()
    let count = 0
    while (reader.next(packet)) count++
    reader.end()
    expect(reader.error).toBeNull()
    expect(count).toBe(packets)
    for (const attack of attacks) {
      expect(attack.start).toBeGreaterThan(start)
      expect(attack.end).toBeLessThan(end)
    }
  })
})

function namesIn(path: string): string[] {
  const captures = readdirSync(path).filter((name) => name.endsWith('.pcap.gz'))
  return captures.map((name) => name.slice(0, -'.pcap.gz'.length))
}

function pathOf(name: string): string {
  return join(folder, `${name}.pcap.gz`)
}

function labelsOf(name: string) {
  return JSON.parse(readFileSync(join(folder, `${name}.labels.json`), 'utf8'))
}
