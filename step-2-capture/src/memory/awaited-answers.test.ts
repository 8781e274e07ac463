import { expect, test } from 'vitest'
import { AwaitedAnswers } from './awaited-answers.ts'

function awaited(countMax: number) {
  const judged: string[] = []
  const answers = new AwaitedAnswers<string>({
    countMax,
    timeoutUs: 1_000,
    onTimeout: (thing, sinceUs) => judged.push(`${thing} since ${sinceUs}`),
  })
  return { answers, judged }
}

test('a thing is judged once, when it has waited for the timeout', () => {
  const { answers, judged } = awaited(10)
  answers.add('a', 100)
  answers.add('b', 101)
  answers.onTick(1_099)
  expect(judged).toEqual([])
  answers.onTick(1_100)
  expect(judged).toEqual(['a since 100'])
  answers.onTick(1_100)
  expect(judged).toEqual(['a since 100'])
})

test('what still waits when the capture ends is judged then', () => {
  const { answers, judged } = awaited(10)
  answers.add('a', 100)
  answers.add('b', 200)
  answers.onEnd()
  expect(judged).toEqual(['a since 100', 'b since 200'])
})

test('the oldest of too many is judged early, and the others go on waiting', () => {
  const { answers, judged } = awaited(3)
  for (let n = 0; n < 8; n++) answers.add(`${n}`, n)
  expect(judged).toEqual([0, 1, 2, 3, 4].map((n) => `${n} since ${n}`))
  answers.onTick(1_006)
  expect(judged.slice(5)).toEqual(['5 since 5', '6 since 6'])
})
