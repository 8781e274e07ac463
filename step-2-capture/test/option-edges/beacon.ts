import { beaconing } from '../../src/detect/beacon/beaconing.ts'
import { longConnection } from '../../src/detect/beacon/long-connection.ts'
import { lookUp } from '../dns-script.ts'
import type { OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']

/** A connection that says something every ten minutes, for 80 minutes, and stays open. */
function stay(): TrafficScript {
  const says = new Array(8).fill('still here')
  const exchange = { says, gapSeconds: 600, end: 'open' } as const
  return new TrafficScript().connection(`${client}:50000`, `${server}:443`, exchange)
}

const ofLongConnection: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'hours', script: stay, below: [1.34], at: [1.33] },
  { option: 'lowHoursMin', script: stay, others: { hours: [1.33] }, below: 1.34, at: 1.33 },
  // Looked at when it has lasted for 60 minutes, or first when it has for 70.
  { option: 'lookSeconds', script: stay, others: { lowHoursMin: 1.1 }, below: 601, at: 600 },
  { option: 'allow', script: stay, below: [server], at: [] },
]

interface Calls {
  /** Seconds between two calls, and bytes sent in one; taken in turn. */
  readonly gaps?: readonly number[]
  readonly sizes?: readonly number[]
  readonly isNamed?: boolean
}

/** Twenty calls to a service outside. */
function calls({ gaps = [60], sizes = [300], isNamed = false }: Calls = {}): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 20; i++) {
    if (isNamed) lookUp(script, { client, name: 'cdn.example', answer: server })
    const says = [`\x16\x03\x01\x00\x05hello${'x'.repeat(sizes[i % sizes.length]!)}`, 'ok']
    script.connection(client, `${server}:443`, { says }).wait(gaps[i % gaps.length]!)
  }
  return script
}
/** The gaps, and the sizes with ten bytes more, deviate by a tenth from the middle one. */
const unevenGaps = [54, 60, 66]
const unevenSizes = [260, 290, 320]

const ofBeaconing: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'connectionCountMin', script: calls, below: 21, at: 20 },
  { option: 'unnamedCountMin', script: calls, below: 21, at: 20 },
  {
    option: 'namedGapSecondsMin',
    script: () => calls({ gaps: [30], isNamed: true }),
    below: 31,
    at: 30,
  },
  { option: 'gapJitterMax', script: () => calls({ gaps: unevenGaps }), below: 0.09, at: 0.1 },
  { option: 'sizeJitterMax', script: () => calls({ sizes: unevenSizes }), below: 0.09, at: 0.1 },
  { option: 'scoreMin', script: () => calls({ gaps: unevenGaps }), below: 0.99, at: 0.98 },
  {
    // So soon no flow has ended yet, and no size counts.
    option: 'gapSecondsMin',
    script: () => calls({ gaps: [0.2] }),
    others: { scoreMin: 0.7 },
    below: 0.21,
    at: 0.2,
  },
  { option: 'allow', script: calls, below: [server], at: [] },
]

export const edges: readonly OptionEdge[] = [
  ...ofLongConnection.map((edge) => ({ ...edge, detector: longConnection })),
  ...ofBeaconing.map((edge) => ({ ...edge, detector: beaconing })),
]
