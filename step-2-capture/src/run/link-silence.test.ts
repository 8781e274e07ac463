import { beforeEach, expect, test } from 'vitest'
import { startSeconds, TrafficScript } from '../../test/traffic-script.ts'
import { portScan } from '../detect/scan/port-scan.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { Engine } from '../engine.ts'
import { answerTimeoutUs } from '../flow/failed-flows.ts'
import { setBackCountMin } from '../pcap/steady-reader.ts'
import { deliveryMsMax, LinkSilence } from './link-silence.ts'

let nowMs: number
let detections: Detection[]
let engine: Engine
let silence: LinkSilence
let badCount: number
let pushedBytes: number
beforeEach(() => {
  nowMs = 1e6
  detections = []
  badCount = 0
  pushedBytes = 0
  engine = new Engine({
    capture: { source: 'live', name: 'quiet' },
    detectors: [portScan],
    seed: 1,
    onDetection: (detection) => detections.push(detection),
    onPacket: (_packet, _frame, isBad) => {
      if (isBad) badCount++
    },
  })
  silence = new LinkSilence(engine, () => nowMs)
})

const judgedMs = deliveryMsMax + answerTimeoutUs / 1e3

/** Six ports without an answer: as many as are a scan. */
function scan(): TrafficScript {
  const script = new TrafficScript()
  for (let port = 1; port <= 6; port++) script.ignored('10.0.0.5', `10.0.0.9:${port}`)
  return script
}

/** Hands over what the script has beyond what was handed over before. */
function push(script: TrafficScript): void {
  silence.end()
  const bytes = script.bytes()
  engine.push(bytes.subarray(pushedBytes))
  pushedBytes = bytes.length
  silence.begin()
}

function pass(ms: number): void {
  nowMs += ms
  silence.look()
}

test('a scan is found once its answers are missing, and not while they may be on their way', () => {
  push(scan())
  pass(judgedMs - 1)
  expect(detections).toEqual([])
  pass(1)
  expect(detections.map(({ kind }) => kind)).toEqual(['vertical_port_scan'])
})

test('time stands still before the first packet, and while packets are judged', () => {
  silence.begin()
  pass(1e9)
  expect(engine.timeUs).toBe(Number.NEGATIVE_INFINITY)
  push(scan())
  silence.end()
  pass(1e9)
  expect(engine.timeUs).toBe(startSeconds * 1e6)
})

test('the packet after the silence is not bad because the one before it is', () => {
  const script = scan()
  push(script)
  pass(judgedMs)
  expect(engine.badCount).toBe(6)
  script.wait(60).udp('10.0.0.7:5000', '10.0.0.8:53')
  push(script)
  expect(engine.packetCount).toBe(7)
  expect(badCount).toBe(0)
})

test('time goes on from where it stands where the clock was set back in the silence', () => {
  const script = scan()
  push(script)
  pass(3_600_000)
  const { timeUs } = engine
  expect(timeUs).toBeGreaterThan((startSeconds + 3_590) * 1e6)
  const count = setBackCountMin + 10
  for (let i = 0; i < count; i++) script.wait(1).udp('10.0.0.7:5000', '10.0.0.8:53')
  push(script)
  expect(engine.timeUs).toBe(timeUs + 10e6)
})
