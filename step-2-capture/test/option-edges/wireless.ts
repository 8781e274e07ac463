import { rogueAccessPoint } from '../../src/detect/wireless/rogue-access-point.ts'
import { wirelessFlood } from '../../src/detect/wireless/wireless-flood.ts'
import { AirScript } from '../air-script.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'

function leaves(gapSeconds = 0.01): AirScript {
  const script = new AirScript()
  for (let i = 0; i < 20; i++) script.leave({ from: 1, to: 2 }).wait(gapSeconds)
  return script
}

function joins(): AirScript {
  const script = new AirScript()
  for (let i = 0; i < 20; i++) script.join(10 + i, 1).wait(0.01)
  return script
}

function beacons(fields: { timestampUs?: number } = {}): AirScript {
  const script = new AirScript()
  for (let i = 0; i < 30; i++) script.beacon(10 + i, fields).wait(0.01)
  return script
}

const [owner, twin] = [0x1_0000, 0x2_0000]

/** A protected network, and after a while a second access point without protection, or a change. */
function twins({
  knownSeconds = 40,
  goneSeconds = 0,
  gapSeconds = 0.5,
  leaveCount = 0,
} = {}): AirScript {
  const script = new AirScript().beacon(owner).wait(knownSeconds).beacon(owner).wait(goneSeconds)
  for (let i = 0; i < leaveCount; i++) script.leave({ from: owner })
  for (let i = 0; i < 3; i++) script.beacon(twin, { protection: 'open' }).wait(gapSeconds)
  return script
}

function changes(): AirScript {
  const script = new AirScript()
  for (let i = 0; i < 8; i++) {
    script.beacon(owner).wait(0.05)
    script.beacon(owner, { protection: 'open' }).wait(0.05)
  }
  return script
}

function answers(gapSeconds = 0.1): AirScript {
  const script = new AirScript()
  for (let i = 0; i < 10; i++) script.answer(1, 2, `net-${i}`).wait(gapSeconds)
  return script
}

const few = { leavingCountMin: 20, leavingLevels: { medium: 20, high: 40 } }

export const edges: readonly OptionEdge[] = [
  ...edgesOf(wirelessFlood, [
    { option: 'leavingCountMin', script: () => leaves(), below: 21, at: 20 },
    { option: 'stationCountMin', script: joins, below: 21, at: 20 },
    { option: 'accessPointCountMin', script: () => beacons(), below: 31, at: 30 },
    { option: 'sameClockCountMin', script: () => beacons({ timestampUs: 0 }), below: 31, at: 30 },
    { option: 'periodSeconds', script: () => leaves(1), others: few, below: 18, at: 20 },
    {
      option: 'forgetAfterSeconds',
      script: () => leaves(10),
      others: { leavingCountMin: 10, periodSeconds: 1_000 },
      below: 9,
      at: 11,
    },
    { option: 'leavingLevels.medium', script: () => leaves(), others: few, below: 21, at: 20 },
    { option: 'leavingLevels.high', script: () => leaves(), others: few, below: 21, at: 20 },
  ]),
  ...edgesOf(rogueAccessPoint, [
    { option: 'twinFrameCountMin', script: () => twins(), below: 4, at: 3 },
    { option: 'knownSeconds', script: () => twins(), below: 41, at: 40 },
    { option: 'gonePauseSeconds', script: () => twins({ goneSeconds: 20 }), below: 19, at: 22 },
    { option: 'changeCountMin', script: changes, below: 20, at: 4 },
    { option: 'leavingCountMin', script: () => twins({ leaveCount: 5 }), below: 6, at: 5 },
    { option: 'nameCountMin', script: () => answers(), below: 11, at: 10 },
    {
      option: 'periodSeconds',
      script: () => answers(1),
      others: { nameCountMin: 10 },
      below: 8,
      at: 10,
    },
    {
      option: 'forgetAfterSeconds',
      script: () => answers(10),
      others: { nameCountMin: 10 },
      below: 9,
      at: 11,
    },
  ]),
]
