import { fragmentAttack } from '../../src/detect/flood/fragment-attack.ts'
import { fragment, inPieces } from '../fragment-script.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const eight = '12345678'

/** Two different first pieces of one datagram, and as many pairs more. */
function changed({ gapSeconds = 0.01, pauseSeconds = 0, pairCount = 3 } = {}): TrafficScript {
  const script = new TrafficScript()
  for (let id = 1; id <= pairCount; id++) {
    fragment(script, { id, data: 'A'.repeat(16), hasMore: true }).wait(gapSeconds)
    fragment(script, { id, data: 'B'.repeat(16), hasMore: true }).wait(pauseSeconds)
  }
  return script
}

function oversized(): TrafficScript {
  const script = new TrafficScript()
  for (let id = 1; id <= 3; id++) fragment(script, { id, start: 65_512, data: eight })
  return script
}

function tiny(): TrafficScript {
  const script = new TrafficScript()
  for (let id = 1; id <= 3; id++)
    inPieces(script, { id, data: 'x'.repeat(20), size: 8, protocol: 6 })
  return script
}

/** Twenty datagrams that never end, and some that do; every second from another address, or all from one. */
function unfinished({ gapSeconds = 0.01, wholeCount = 0, isForged = false } = {}): TrafficScript {
  const script = new TrafficScript()
  for (let id = 1; id <= 20; id++) {
    if (id <= wholeCount) inPieces(script, { id: 500 + id, data: 'x'.repeat(24), size: 16 })
    const from = isForged && id % 2 === 0 ? `10.9.0.${id}` : '10.0.0.7'
    fragment(script, { from, id, data: eight.repeat(4), hasMore: true }).wait(gapSeconds)
  }
  return script
}

const rare = { contradictionCountMin: 3, contradictionLevels: { low: 1, medium: 9 } }
const few = { unfinishedCountMin: 20, levels: { medium: 20, high: 40 } }

export const edges: readonly OptionEdge[] = edgesOf(fragmentAttack, [
  { option: 'contradictionCountMin', script: () => changed(), below: 4, at: 3 },
  { option: 'contradictionLevels.low', script: () => changed(), others: rare, below: 4, at: 3 },
  { option: 'contradictionLevels.medium', script: () => changed(), others: rare, below: 4, at: 3 },
  { option: 'reuseSeconds', script: () => changed({ gapSeconds: 0.5 }), below: 0.4, at: 0.6 },
  { option: 'oversizedCountMin', script: oversized, below: 4, at: 3 },
  { option: 'tinyCountMin', script: tiny, below: 4, at: 3 },
  { option: 'unfinishedCountMin', script: () => unfinished(), below: 21, at: 20 },
  { option: 'smallBytesMax', script: () => unfinished(), others: few, below: 31, at: 32 },
  {
    option: 'finishedShareMax',
    script: () => unfinished({ wholeCount: 5 }),
    others: few,
    below: 0.2,
    at: 0.25,
  },
  {
    option: 'periodSeconds',
    script: () => unfinished({ gapSeconds: 1 }),
    others: few,
    below: 18,
    at: 20,
  },
  {
    option: 'forgetAfterSeconds',
    script: () => changed({ pauseSeconds: 10, pairCount: 3 }),
    others: { contradictionCountMin: 3 },
    below: 9,
    at: 11,
  },
  { option: 'levels.medium', script: () => unfinished(), others: few, below: 21, at: 20 },
  { option: 'levels.high', script: () => unfinished(), others: few, below: 21, at: 20 },
  {
    option: 'sourceLeadMin',
    script: () => unfinished({ isForged: true }),
    others: { ...few, forgedCountMin: 2 },
    below: 0,
    at: 0.5,
  },
  {
    option: 'forgedCountMin',
    script: () => unfinished({ isForged: true }),
    others: { ...few, sourceLeadMin: 0.9 },
    below: 12,
    at: 11,
  },
])
