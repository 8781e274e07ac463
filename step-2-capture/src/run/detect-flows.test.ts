import { expect, test } from 'vitest'
import type { Detection } from '../detect/seam/detection.ts'
import { lastOfEachPattern } from './detect-flows.ts'

const pattern = { detector: 'd', kind: 'k', source: 's', target_group: 't' }
const stated = (given: Partial<Detection>) => ({ revision: 1, ...pattern, ...given }) as Detection

test('of a pattern the newest detection counts, in its latest revision', () => {
  const [a, b] = [stated({ detection_id: 'a' }), stated({ detection_id: 'b' })]
  const other = stated({ detection_id: 'o', kind: 'other' })
  const later = [
    { ...b, revision: 2 },
    { ...a, revision: 2 },
  ]
  expect(lastOfEachPattern([a, b, other, ...later])).toEqual([later[0], other])
})
