import { gatewayTakeover } from '../../src/detect/lan/gateway-takeover.ts'
import { vlanHopping } from '../../src/detect/lan/vlan-hopping.ts'
import { standby } from '../gateway-script.ts'
import { macBytes } from '../lan-script.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { treeMessage } from '../switch-script.ts'
import { TrafficScript } from '../traffic-script.ts'
import { taggedPing, trunkWish } from '../vlan-script.ts'

const invented = macBytes(0x66)
const vendor = Buffer.from('001b54000066', 'hex')

/** Wishes for a trunk by a device with an invented address; the first is too early to judge it. */
function wishes(count: number, gapSeconds = 6): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i <= count; i++) trunkWish(script, invented).wait(gapSeconds)
  return script
}

function tagged(count: number): TrafficScript {
  const script = new TrafficScript()
  // Each has another sender, so another flow.
  for (let i = 0; i < count; i++) taggedPing(script, vendor, [1, 20]).wait(120)
  return script
}

/** A switch, and a device that asks for a trunk each ten seconds. */
function silentDevice(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 4; i++) {
    treeMessage(script, { root: 1 })
    trunkWish(script, vendor).wait(10)
  }
  return script
}

/** A router, and after a while claims of another. */
function takeover({ count = 3, pauseSeconds = 3, gapSeconds = 1 } = {}): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 3; i++) standby(script, { from: '10.0.0.2' }).wait(pauseSeconds)
  for (let i = 0; i < count; i++) standby(script, { from: '10.0.0.66' }).wait(gapSeconds)
  return script
}

export const edges: readonly OptionEdge[] = [
  ...edgesOf(vlanHopping, [
    { option: 'requestCountMin', script: () => wishes(3), below: 4, at: 3 },
    { option: 'frameCountMin', script: () => tagged(2), below: 3, at: 2 },
    { option: 'switchSilentSeconds', script: silentDevice, below: 31, at: 29 },
    {
      option: 'forgetAfterSeconds',
      script: () => wishes(3),
      others: { requestCountMin: 3 },
      below: 5,
      at: 7,
    },
  ]),
  ...edgesOf(gatewayTakeover, [
    {
      option: 'priorityMin',
      script: () => takeover(),
      below: 101,
      at: 100,
    },
    { option: 'claimCountMin', script: () => takeover(), below: 4, at: 3 },
    {
      option: 'ownerSilentSeconds',
      script: () => takeover({ pauseSeconds: 20 }),
      below: 19,
      at: 21,
    },
    {
      option: 'forgetAfterSeconds',
      script: () => takeover({ gapSeconds: 3 }),
      others: { claimCountMin: 3, ownerSilentSeconds: 60 },
      below: 2,
      at: 4,
    },
    { option: 'allow', script: () => takeover(), below: ['10.0.0.66'], at: ['10.0.0.67'] },
  ]),
]
