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
  readonly count?: number
  /** Seconds between two calls, and bytes sent in one; taken in turn. */
  readonly gaps?: readonly number[]
  readonly sizes?: readonly number[]
  readonly isNamed?: boolean
  readonly hello?: string
}

const tlsHello = '\x16\x03\x01\x00\x05hello'

/** Twenty calls to a service outside, by TLS. */
function calls(given: Calls = {}): TrafficScript {
  const { count = 20, gaps = [60], sizes = [300], isNamed = false, hello = tlsHello } = given
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    if (isNamed) lookUp(script, { client, name: 'cdn.example', answer: server })
    const says = [`${hello}${'x'.repeat(sizes[i % sizes.length]!)}`, 'ok']
    script.connection(client, `${server}:443`, { says }).wait(gaps[i % gaps.length]!)
  }
  return script
}
/** The gaps, and the sizes with ten bytes more, deviate by a tenth from the middle one. */
const unevenGaps = [54, 60, 66]
const unevenSizes = [260, 290, 320]
const namedCalls = () => calls({ gaps: [30], isNamed: true })
const unnamed = { unnamedCountMin: 1 }

/** Requests for two targets, at a pace that is drawn anew: no beat, and no long pause. */
function polls(): TrafficScript {
  const script = new TrafficScript()
  const gaps = [4, 14, 9, 2, 12, 6, 10, 3, 13, 8]
  for (let i = 0; i < 40; i++) {
    const request = `GET /${i % 2 === 0 ? 'news' : 'work'} HTTP/1.1\r\nHost: a\r\n\r\n`
    const says = [request, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n']
    script.connection(client, `${server}:80`, { says }).wait(gaps[i % gaps.length]!)
  }
  return script
}

const ofBeaconing: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'connectionCountMin', script: () => calls({ count: 20 }), below: 21, at: 20 },
  { option: 'namedCountMin', script: namedCalls, below: 21, at: 20 },
  {
    option: 'unnamedCountMin',
    script: () => calls({ hello: 'some other protocol' }),
    below: 21,
    at: 20,
  },
  { option: 'namedGapSecondsMin', script: namedCalls, below: 31, at: 30 },
  {
    option: 'namedJitterMax',
    script: () => calls({ gaps: unevenGaps, isNamed: true }),
    below: 0.09,
    at: 0.11,
  },
  { option: 'gapJitterMax', script: () => calls({ gaps: unevenGaps }), below: 0.09, at: 0.11 },
  { option: 'sizeJitterMax', script: () => calls({ sizes: unevenSizes }), below: 0.09, at: 0.11 },
  { option: 'scoreMin', script: () => calls({ gaps: unevenGaps }), below: 0.99, at: 0.9 },
  { option: 'pollCountMin', script: polls, below: 41, at: 20 },
  { option: 'pollTargetCountMax', script: polls, below: 1, at: 2 },
  {
    option: 'gapSecondsMin',
    script: () => calls({ gaps: [2] }),
    others: { ...unnamed, scoreMin: 0.7 },
    below: 3,
    at: 1,
  },
  { option: 'allow', script: calls, below: [server], at: [] },
]

export const edges: readonly OptionEdge[] = [
  ...ofLongConnection.map((edge) => ({ ...edge, detector: longConnection })),
  ...ofBeaconing.map((edge) => ({ ...edge, detector: beaconing })),
]
