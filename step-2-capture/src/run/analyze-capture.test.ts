import { expect, test } from 'vitest'
import { talk, talker } from '../../test/talk-detector.ts'
import type { PacketSource } from '../capture/packet-source.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { defineDetector } from '../detect/seam/detector.ts'
import { analyzeCapture, reportedCountMax } from './analyze-capture.ts'

/** Three things are said: a detection and two updates of it. */
const source: PacketSource = {
  kind: 'pcap',
  name: 'talk',
  open: async function* () {
    yield talk(3).bytes()
  },
}
const detectors = [talker({}, { severity: 'high' }), talker()]

test('the report has each detection once, as it was updated last, in order of the first', async () => {
  const { detections } = await analyzeCapture(source, { detectors })
  expect(detections).toMatchObject([
    { revision: 3, severity: 'high', title: '192.0.2.1 said 3 things to 192.0.2.2' },
    { revision: 1, severity: 'low', title: '192.0.2.1 said 1 things to 192.0.2.2' },
  ])
})

test('who listens hears of each update', async () => {
  const told: Detection[] = []
  const onDetection = (detection: Detection) => told.push(detection)
  const { detections } = await analyzeCapture(source, { detectors, onDetection })
  expect(detections).toEqual([])
  expect(told.map(({ revision }) => revision)).toEqual([1, 1, 2, 3])
})

/** States one more than are reported, then updates the first and the last of them. */
const flood = defineDetector({
  name: 'flood',
  family: 'behaviour',
  about: '',
  kinds: [{ id: 'flood', title: '', technique: null, recommend: '' }],
  options: {},
  watch({ flows }, _, reporter) {
    return {
      onFlowEnd(flow) {
        const ends = { source: flows.originator(flow), target: null }
        const sure = { severity: 'low', score: 1, confidence: 1 } as const
        const about = { ...ends, ...sure, firstUs: 0, values: {}, reasons: [], evidence: [] }
        const changed = { kind: 'flood', ...about, severity: 'medium' } as const
        const statement = { kind: 'flood', ...about } as const
        const first = reporter.emit(statement)
        for (let count = 1; count < reportedCountMax; count++) reporter.emit(statement)
        const leftOut = reporter.emit(statement)
        reporter.update(first, changed)
        reporter.update(leftOut, changed)
      },
    }
  },
})

test('of more detections than are reported the rest is counted, once each', async () => {
  const report = await analyzeCapture(source, { detectors: [flood] })
  expect(report.detections).toHaveLength(reportedCountMax)
  expect(report.detections_left_out).toBe(1)
  expect(report.detections[0]?.revision).toBe(2)
})
