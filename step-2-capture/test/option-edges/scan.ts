import { pingSweep } from '../../src/detect/scan/ping-sweep.ts'
import type { OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

/** Pings hosts one after another; those up to `answeredCount` answer. */
function pings({ count = 10, gapSeconds = 0.05, answeredCount = 0 } = {}): TrafficScript {
  const script = new TrafficScript()
  for (let host = 1; host <= count; host++) {
    script.ping('10.0.0.5', `10.0.1.${host}`, 8).wait(gapSeconds)
    if (host <= answeredCount) script.ping(`10.0.1.${host}`, '10.0.0.5', 0)
  }
  // Time for the last answers, and a packet that shows that it has passed.
  return script.wait(2).ping('10.0.9.1', '10.0.9.2', 8)
}

const ofPingSweep: readonly OptionEdge[] = [
  { option: 'addressCountMin', script: () => pings({ count: 6 }), below: 7, at: 6 },
  {
    option: 'silentShareMin',
    script: () => pings({ count: 8, answeredCount: 4 }),
    below: 0.51,
    at: 0.5,
  },
  { option: 'burstPauseSeconds', script: () => pings({ gapSeconds: 20 }), below: 19, at: 20 },
  { option: 'levels.low', script: () => pings({ count: 6 }), below: 7, at: 5 },
  { option: 'levels.medium', script: pings, below: 11, at: 10 },
  { option: 'levels.high', script: pings, below: 11, at: 10 },
].map((edge) => ({ ...edge, detector: pingSweep }))

export const edges: readonly OptionEdge[] = [...ofPingSweep]
