import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type LimitName, limitsWithoutTest } from './limits-of.ts'

const folderOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Limits that no test fills, with the reason. */
const untested: Readonly<Record<LimitName, string>> = {
  'alert/alert-writer.ts retryMsMax': 'a wait; nothing grows',
  'alert/severity-score.ts pointsMax': 'the end of a scale; severity-score.test.ts stays at 100',
  'evidence/evidence-place.ts detectionCountMax': 'a page of the newest; nothing grows',
  'flow-store/flow-thread.ts youngMegabytesMax': 'held by V8, which collects what is over it',
  'incident/incident-summary.ts pointsMax':
    'the end of a scale; incident-summary.test.ts reaches it',
  'notify/delivery-worker.ts deliveryMsMax': 'a time: the test would take 20 s',
  'notify/test-alert.ts testMsMax': 'a time: the test would take 10 s',
  'routes/hosts.ts alertPairCountMax': 'a page of the most frequent; nothing grows',
  'second-stage/logistic-regression.ts stepCountMax':
    'steps of a search that ends earlier; nothing grows',
  'second-stage/logistic-regression.ts stepLengthMax':
    'the length of a step of a search; nothing grows',
  'suppress/breadth.ts listedShareMax': 'a threshold with a table of its own in breadth.test.ts',
  'suppress/breadth.ts shareMax': 'a threshold with a table of its own in breadth.test.ts',
  'suppress/breadth.ts widestBlockCountMax':
    'a threshold with a table of its own in breadth.test.ts',
}

it('every limit is taken into a test, or stands on the list of others', () => {
  const missing = limitsWithoutTest(folderOf('../src'), [folderOf('.')])
  expect(missing).toEqual(Object.keys(untested))
})
