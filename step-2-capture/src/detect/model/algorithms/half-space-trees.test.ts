import { expect, test } from 'vitest'
import { createHalfSpaceTrees } from './half-space-trees.ts'
import { createRandom } from './random.ts'

function cloud(seed: number, center: number, count: number): number[][] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => [center + random.normal(), center + random.normal()])
}

test('scores a row in empty space at 0 and one in a crowd far below', () => {
  const scorer = createHalfSpaceTrees().train([...cloud(1, 0, 500), [30, 30]])
  expect(scorer.score([-25, 40])).toBeGreaterThan(-0.1)
  expect(scorer.score([0, 0])).toBeLessThan(-1)
})

test('forgets what was typical once a whole window of the stream is different', () => {
  const scorer = createHalfSpaceTrees({ windowRowCount: 250 }).train([
    ...cloud(1, 0, 400),
    ...cloud(2, 12, 100),
  ])
  const stream = cloud(3, 12, 251)
  const before = scorer.score([12, 12])
  for (const row of stream.slice(0, 100)) scorer.learn(row)
  expect(scorer.score([12, 12])).toBe(before)
  for (const row of stream.slice(100)) scorer.learn(row)
  expect(scorer.score([12, 12])).toBeLessThan(before)
  expect(scorer.score([0, 0])).toBeGreaterThan(scorer.score([12, 12]))
})

test('goes on counting where it was saved', () => {
  const algorithm = createHalfSpaceTrees({ windowRowCount: 50 })
  const scorer = algorithm.train(cloud(1, 0, 80))
  const restored = algorithm.restore(JSON.parse(JSON.stringify(scorer.toState())))
  for (const row of cloud(4, 2, 30)) {
    scorer.learn(row)
    restored.learn(row)
  }
  expect(restored.toState()).toEqual(scorer.toState())
})
