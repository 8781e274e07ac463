import { switchControl } from '../../src/detect/lan/switch-control.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { announce, treeMessage } from '../switch-script.ts'
import { TrafficScript } from '../traffic-script.ts'

/** A root, and after a while four messages of a better one, two seconds apart. */
function takeover({ quietSeconds = 2, gapSeconds = 2 } = {}): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 3; i++) treeMessage(script, { root: 9 }).wait(quietSeconds)
  for (let i = 0; i < 4; i++) treeMessage(script, { root: 3 }).wait(gapSeconds)
  return script
}

/** Twenty devices that announce themselves. */
function announcers(gapSeconds = 0.01): TrafficScript {
  const script = new TrafficScript()
  for (let device = 1; device <= 20; device++) announce(script, { device }).wait(gapSeconds)
  return script
}

const fewDevices = { deviceCountMin: 20, levels: { medium: 20, high: 40 } }
export const edges: readonly OptionEdge[] = edgesOf(switchControl, [
  { option: 'takeoverCountMin', script: () => takeover(), below: 5, at: 4 },
  {
    option: 'rootSilentSeconds',
    script: () => takeover({ quietSeconds: 10, gapSeconds: 0.1 }),
    below: 9,
    at: 11,
  },
  {
    option: 'forgetAfterSeconds',
    script: () => takeover(),
    others: { takeoverCountMin: 4 },
    below: 1,
    at: 3,
  },
  { option: 'deviceCountMin', script: () => announcers(), below: 21, at: 20 },
  {
    option: 'periodSeconds',
    script: () => announcers(1),
    below: 18,
    at: 20,
    others: fewDevices,
  },
  { option: 'levels.medium', script: () => announcers(), below: 21, at: 20, others: fewDevices },
  { option: 'levels.high', script: () => announcers(), below: 21, at: 20, others: fewDevices },
])
