import { icmpMessageFlood } from '../../src/detect/flood/icmp-message-flood.ts'
import { icmpMessageTo } from '../icmp-script.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

/** Twenty errors from one sender, or half of them from as many others. */
function errors({ gapSeconds = 0.01, isForged = false } = {}): TrafficScript {
  const script = new TrafficScript()
  for (let i = 1; i <= 20; i++) {
    const from = isForged && i % 2 === 0 ? `198.51.100.${i}` : '198.51.100.7'
    icmpMessageTo(script, { from }).wait(gapSeconds)
  }
  return script
}

const few = { messageCountMin: 20, levels: { medium: 20, high: 40 } }

export const edges: readonly OptionEdge[] = edgesOf(icmpMessageFlood, [
  { option: 'messageCountMin', script: () => errors(), below: 21, at: 20 },
  {
    option: 'periodSeconds',
    script: () => errors({ gapSeconds: 1 }),
    others: few,
    below: 18,
    at: 20,
  },
  {
    option: 'forgetAfterSeconds',
    script: () => errors({ gapSeconds: 10 }),
    others: { ...few, periodSeconds: 1_000 },
    below: 9,
    at: 11,
  },
  { option: 'levels.medium', script: () => errors(), others: few, below: 21, at: 20 },
  { option: 'levels.high', script: () => errors(), others: few, below: 21, at: 20 },
  {
    option: 'sourceLeadMin',
    script: () => errors({ isForged: true }),
    others: { ...few, forgedCountMin: 2 },
    below: 0,
    at: 0.5,
  },
  {
    option: 'forgedCountMin',
    script: () => errors({ isForged: true }),
    others: { ...few, sourceLeadMin: 0.9 },
    below: 12,
    at: 11,
  },
])
