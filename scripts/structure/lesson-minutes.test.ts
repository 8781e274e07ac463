import { expect, test } from 'vitest'
import { lessonMinutes, overviewProblems, problemsOf } from './lesson-minutes.ts'

const fence = '```'
const minutesOf = (lesson: string) => lessonMinutes(lesson, () => 100)
const words = (count: number) => `${'word '.repeat(count - 1)}word`

test.each([
  ['150 words', words(150), 1],
  ['25 lines of code', `${fence}ts\n${'line\n'.repeat(25)}${fence}`, 1],
  ['two commands, whatever they print', `${fence}console\n$ a\n1\n2\n$ b\n${fence}`, 2],
  ['a file to read, of 100 lines', '| read | `src/a.ts` | why |', 4],
  ['a file to skim, of 100 lines', '| skim | `src/a.ts` | why |', 1],
  ['a file to skip', '| skip | `src/a.ts` | why |', 0],
])('%s take their time', (_, lesson, minutes) => {
  expect(minutesOf(lesson).reading).toBeCloseTo(minutes, 0)
})

test('counts the tasks that must be done, and no others', () => {
  const lesson = '1. _Must, 10 minutes._ a\n2. _Should, 20 minutes._ b\n3. _Must, 5 minutes._ c'
  expect(minutesOf(lesson).must).toBe(15)
})

test.each([
  [10, 10, 0],
  [12, 10, 0],
  [13, 10, 1],
  [7, 10, 1],
  [10, 5, 1],
])('a lesson of 10 and 10 minutes that states %d and %d has %d problems', (read, must, count) => {
  const head = `**${read} minutes to read and run, ${must} for what you must do.**`
  const lesson = `${head}\n_Must, 10 minutes._\n${words(1500 - 15)}`
  expect(problemsOf('x.md', lesson, () => 0)).toHaveLength(count)
})

test('reports a lesson that states no time, and a file that is gone', () => {
  expect(problemsOf('x.md', '| read | `src/a.ts` | why |', () => undefined)).toEqual([
    'x.md sends readers to src/a.ts, which is not there',
    expect.stringContaining('does not begin with'),
  ])
})

test('holds the sum in the overview to what the lesson states', () => {
  const lesson = '**40 minutes to read and run, 15 for what you must do.**'
  expect(overviewProblems('| [1](a.md) | x | 55 |', 'a.md', lesson)).toEqual([])
  expect(overviewProblems('| [1](a.md) | x | 45 |', 'a.md', lesson)).toHaveLength(1)
  expect(overviewProblems('no table', 'a.md', lesson)).toHaveLength(1)
})
