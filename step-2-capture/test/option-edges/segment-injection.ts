import { segmentInjection } from '../../src/detect/lan/segment-injection.ts'
import { answeredTwice, cutConnections } from '../injection-script.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'

const levelled = { resetLevels: { low: 1, medium: 2, high: 9 } }

export const edges: readonly OptionEdge[] = edgesOf(segmentInjection, [
  { option: 'answerCountMin', script: () => answeredTwice({ count: 3 }), below: 4, at: 3 },
  { option: 'resetCountMin', script: () => cutConnections({ count: 3 }), below: 4, at: 3 },
  { option: 'hopCountMin', script: () => answeredTwice({ hops: 5 }), below: 6, at: 5 },
  { option: 'raceSeconds', script: () => answeredTwice({ gapSeconds: 1 }), below: 0.9, at: 1.1 },
  {
    option: 'forgetAfterSeconds',
    script: () => answeredTwice({ count: 3, pauseSeconds: 10 }),
    others: { answerCountMin: 3 },
    below: 9,
    at: 11,
  },
  {
    option: 'resetLevels.low',
    script: () => cutConnections({}),
    others: levelled,
    below: 2,
    at: 1,
  },
  {
    option: 'resetLevels.medium',
    script: () => cutConnections({ count: 3 }),
    others: { ...levelled, resetCountMin: 3 },
    below: 4,
    at: 3,
  },
  {
    option: 'resetLevels.high',
    script: () => cutConnections({ count: 3 }),
    others: { ...levelled, resetCountMin: 3 },
    below: 4,
    at: 3,
  },
])
