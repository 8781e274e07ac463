import { expect, test } from 'vitest'
import { talk, talker } from '../../test/talk-detector.ts'
import type { PacketSource } from '../capture/packet-source.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { analyzeCapture } from './analyze-capture.ts'

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
