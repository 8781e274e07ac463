import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { Engine } from '../../engine.ts'
import { writePcap } from '../../pcap/pcap-writer.ts'
import { WindowLog } from '../../run/window-log.ts'
import { beaconReport } from '../beacon/beacon.ts'
import { beaconing } from '../beacon/beaconing.ts'
import { optionsOf } from '../config/option-list.ts'
import { running } from '../config/settings.ts'
import { detectors } from '../detectors.ts'
import { pingSweep } from '../scan/ping-sweep.ts'
import type { Detection } from './detection.ts'
import type { Detector } from './detector.ts'

const patient = pingSweep.with({ addressCountMin: 6 })
const hasty = pingSweep.with({ addressCountMin: 3 })

/** The first packets with the first detectors, then the rest with the others. */
function detectionsOf(
  script: TrafficScript,
  plan: readonly [count: number, run: readonly Detector[]][],
) {
  const found: Detection[] = []
  const [[, first] = [0, []]] = plan
  const engine = new Engine({
    capture: { source: 'pcap', name: 'script' },
    detectors: first,
    seed: 1,
    onDetection: (detection) => found.push(detection),
  })
  let start = 0
  for (const [count, run] of plan) {
    if (start > 0) engine.exchangeDetectors(run)
    const part = Buffer.concat([...writePcap(script.records.slice(start, start + count))])
    engine.push(start === 0 ? part : part.subarray(fileHeaderLength))
    start += count
  }
  engine.end()
  const kinds = found.filter(({ revision }) => revision === 1).map(({ kind }) => kind)
  return { engine, kinds, last: found.at(-1) }
}

const folder = join(import.meta.dirname, '../../../../samples/recorded')
const fileHeaderLength = 24

/** Silent addresses, one ping each, two seconds apart: each has failed before the next is asked. */
function pings(count: number): TrafficScript {
  const script = new TrafficScript()
  for (let n = 1; n <= count; n++) script.wait(2).ping('10.0.0.5', `10.0.0.${100 + n}`, 8)
  return script
}

describe('detectors that are exchanged while a run goes on', () => {
  it('judge what comes by their new settings', () => {
    expect(detectionsOf(pings(10), [[10, [patient.with({ addressCountMin: 20 })]]]).kinds).toEqual(
      [],
    )
    const { kinds } = detectionsOf(pings(10), [
      [5, [patient.with({ addressCountMin: 20 })]],
      [5, [hasty]],
    ])
    expect(kinds).toEqual(['ping_sweep'])
  })

  it('keep what they know where their settings stay the same', () => {
    const { kinds } = detectionsOf(pings(7), [
      [3, [patient, beaconing]],
      [4, [pingSweep.with({ addressCountMin: 6 }), beaconing.with({ scoreMin: 0.9 })]],
    ])
    expect(kinds).toEqual(['ping_sweep'])
  })

  it('start anew where their settings change', () => {
    const { kinds } = detectionsOf(pings(7), [
      [3, [patient]],
      [4, [pingSweep.with({ addressCountMin: 5 })]],
    ])
    expect(kinds).toEqual([])
  })

  it('state nothing more once they are off, and offer no report', () => {
    const on = detectionsOf(pings(8), [[8, [hasty, beaconing]]])
    expect(on.kinds).toEqual(['ping_sweep'])
    expect(on.last?.title).toContain('pinged 7 addresses')
    expect(on.engine.reports.read(beaconReport)).toEqual([])
    const off = detectionsOf(pings(8), [
      [4, [hasty, beaconing]],
      [4, []],
    ])
    expect(off.kinds).toEqual(['ping_sweep'])
    expect(off.last?.title).toContain('pinged 3 addresses')
    expect(off.engine.reports.read(beaconReport)).toBeUndefined()
  })

  it('see the windows of hosts also when they come later', () => {
    let windowCount = 0
    const watching: Detector = {
      ...pingSweep,
      name: 'late',
      observe: () => ({ onWindow: () => void windowCount++ }),
    }
    const script = pings(20)
    const engine = new Engine({
      capture: { source: 'pcap', name: 'script' },
      detectors: [],
      observers: [(traffic) => new WindowLog(traffic, 'pcap')],
      seed: 1,
      onDetection: () => {},
    })
    engine.push(script.bytes())
    engine.exchangeDetectors([watching])
    expect(windowCount).toBe(0)
    engine.end()
    expect(windowCount).toBeGreaterThan(0)
  })

  it.each(recordings())('bear what began before they watched: %s', (name) => {
    const bytes = gunzipSync(readFileSync(join(folder, name)))
    const engine = new Engine({
      capture: { source: 'pcap', name: 'sample' },
      detectors,
      observers: [(traffic) => new WindowLog(traffic, 'pcap')],
      seed: 1,
      onDetection: () => {},
    })
    const length = Math.ceil(bytes.length / exchangeCount)
    for (let turn = 0; turn < exchangeCount; turn++) {
      engine.push(bytes.subarray(turn * length, (turn + 1) * length))
      engine.exchangeDetectors(turns[turn % turns.length] as readonly Detector[])
    }
    engine.end()
    expect(engine.packetCount).toBeGreaterThan(0)
  })
})

/** Each exchange makes the tables of some forty detectors anew. */
const exchangeCount = 3

/** All, each with an option changed, every second one off, and the others off. */
const turns: readonly (readonly Detector[])[] = [
  detectors,
  detectors.map(changed),
  detectors.filter((_, index) => index % 2 === 0),
  detectors.filter((_, index) => index % 2 === 1),
]

function changed(detector: Detector): Detector {
  const option = optionsOf(detector).find(({ type }) => type === 'integer' || type === 'number')
  if (!option) return detector
  const value = option.default === option.max ? option.min : option.max
  const settings = { [`${detector.name}.${option.name}`]: value }
  return running([detector], settings)[0] ?? detector
}

function recordings(): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.pcap.gz'))
}
