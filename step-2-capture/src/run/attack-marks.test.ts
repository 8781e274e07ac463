import { expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { detectors } from '../detect/detectors.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { AttackMarks, countedMarkMax } from './attack-marks.ts'

it('an attack is marked by its kind, and ordinary traffic is not', () => {
  const script = new TrafficScript()
  for (let window = 0; window < 5; window++) script.connection('10.0.0.5', '10.0.0.1:80').wait(10)
  const marks = new AttackMarks()
  for (const detection of script.detect(...detectors)) marks.note(detection)
  expect(marks.since(0)).toEqual([])
  for (let port = 1; port <= 400; port++) script.refused('10.0.0.66', `10.0.0.1:${port}`)
  const found = script.wait(10).detect(...detectors)
  expect(found.length).toBeGreaterThan(5)
  for (const detection of found) marks.note(detection)
  const [scan, ...others] = marks.since(0)
  expect(scan).toMatchObject({ kind: 'vertical_port_scan', detections: 1 })
  expect(others).toEqual([])
  expect(marks.since((scan?.last_seen_epoch ?? 0) + 1)).toEqual([])
})

it('neither what a model finds unusual nor what is odd alone is a mark', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 400; port++) script.refused('10.0.0.66', `10.0.0.1:${port}`)
  const [scan] = script.wait(10).detect(...detectors)
  if (!scan) throw new Error('the scan was not found')
  const marks = new AttackMarks()
  marks.note({ ...scan, family: 'model' })
  marks.note({ ...scan, severity: 'low' })
  expect(marks.since(0)).toEqual([])
  marks.note({ ...scan, severity: 'medium', revision: 2 })
  marks.note({ ...scan, severity: 'high', revision: 3 })
  expect(marks.since(0)).toMatchObject([{ detections: 1 }])
  marks.note({ ...scan, detection_id: 'another', severity: 'low', revision: 1 })
  marks.note({ ...scan, detection_id: 'another', severity: 'medium', revision: 2 })
  expect(marks.since(0)).toMatchObject([{ detections: 2 }])
})

it.each([
  [countedMarkMax, countedMarkMax],
  [countedMarkMax + 1, countedMarkMax + 2],
])(
  'of %i detections the first is known when it is revised, or counts again',
  (count, detections) => {
    const script = new TrafficScript()
    for (let port = 1; port <= 12; port++) script.refused('10.0.0.66', `10.0.0.1:${port}`)
    const scan = script
      .wait(10)
      .detect(...detectors)
      .at(-1) as Detection
    const marks = new AttackMarks()
    for (const n of [...Array(count).keys(), 0]) marks.note({ ...scan, detection_id: `${n}` })
    expect(marks.since(0)).toMatchObject([{ detections }])
  },
)
