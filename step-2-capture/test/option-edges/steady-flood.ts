import { steadyFlood } from '../../src/detect/flood/steady-flood.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { sendProtocol } from '../protocol-probes.ts'
import { TrafficScript } from '../traffic-script.ts'

/** Ten datagrams of one content, of which the first two seconds are judged at once. */
function datagrams(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 10; i++) script.udp('10.0.0.5:7001', '10.0.0.9:7002', 'same').wait(0.1)
  return script.wait(3).ping('10.0.9.1', '10.0.9.2', 8)
}

interface Packets {
  readonly gapSeconds?: number
  /** Each from another source. */
  readonly sourceCount?: number
  readonly count?: number
}

function packets({ gapSeconds = 0.1, sourceCount = 1, count = 10 }: Packets = {}): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const from = `10.0.0.${5 + (i % sourceCount)}`
    sendProtocol(script, { from, to: '10.0.0.200' }, 200).wait(gapSeconds)
  }
  return script.wait(3).ping('10.0.9.1', '10.0.9.2', 8)
}

const few = { packetCountMin: 10 }
export const edges: readonly OptionEdge[] = edgesOf(steadyFlood, [
  { option: 'datagramCountMin', script: datagrams, below: 11, at: 10 },
  { option: 'packetCountMin', script: () => packets(), below: 11, at: 10 },
  { option: 'highFactor', script: () => packets({ count: 40 }), others: few, below: 5, at: 4 },
  {
    option: 'periodSeconds',
    script: () => packets({ gapSeconds: 2 }),
    others: few,
    below: 10,
    at: 40,
  },
  {
    option: 'forgetAfterSeconds',
    script: () => packets({ gapSeconds: 3 }),
    others: { ...few, periodSeconds: 100 },
    below: 1,
    at: 10,
  },
  {
    option: 'sourceLeadMin',
    script: () => packets({ sourceCount: 2 }),
    others: { ...few, forgedCountMin: 2 },
    below: 0,
    at: 0.5,
  },
  {
    option: 'forgedCountMin',
    script: () => packets({ sourceCount: 10 }),
    others: { ...few, sourceLeadMin: 0.5 },
    below: 11,
    at: 10,
  },
])
