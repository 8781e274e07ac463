/*
 * How often ordinary windows draw a statement, for `src/detect/fuse/false-alarm-rates.ts`:
 *
 *   node scripts/measure-false-alarm-rates.ts [FILE…]     benign captures, beside simulated offices
 */

import { SimulatedSource } from '../src/capture/simulated-source.ts'
import { openInput } from '../src/cli/input.ts'
import { detectors } from '../src/detect/detectors.ts'
import { severities } from '../src/detect/seam/detection.ts'
import type { TrafficObserver } from '../src/detect/seam/observer.ts'
import { runDetectorsOver } from '../src/evaluate/run-detectors.ts'

const officeSeedCount = 20
const officeSeconds = 1_800

const offices = Array.from({ length: officeSeedCount }, (_, index) => {
  const options = { scenario: 'office', seed: 1_000 + index, durationSeconds: officeSeconds }
  return new SimulatedSource(options)
})
const counts = new Map<string, number>()
let windowCount = 0
const countWindows = (): TrafficObserver => ({ onWindow: () => void windowCount++ })
for (const source of [...offices, ...process.argv.slice(2).map((path) => openInput(path))]) {
  const { detections } = await runDetectorsOver(source, detectors, [countWindows])
  const latest = new Map(detections.map((detection) => [detection.detection_id, detection]))
  for (const { family, severity } of latest.values()) {
    const key = `${family} ${severity}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
}
console.log(`${windowCount} ordinary host windows`)
for (const family of ['behaviour', 'signature']) {
  let atLeast = 0
  for (const severity of severities.toReversed()) {
    atLeast += counts.get(`${family} ${severity}`) ?? 0
    const chance = (atLeast + 1) / (windowCount + 1)
    console.log(`${family}, ${severity} or graver: ${atLeast}, chance ${chance.toExponential(1)}`)
  }
}
