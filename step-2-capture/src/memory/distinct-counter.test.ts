import { expect, test } from 'vitest'
import { DistinctCounter, exactCountMax } from './distinct-counter.ts'

function counted(count: number, repeats = 1): DistinctCounter {
  const counter = new DistinctCounter()
  for (let turn = 0; turn < repeats; turn++) {
    for (let value = 0; value < count; value++) counter.add(Math.imul(value, 2654435761) >>> 0)
  }
  return counter
}

test.each([0, 1, 2, 8, 9, 10, 33, 500, exactCountMax])('counts %i values exactly', (count) => {
  const counter = counted(count, 2)
  expect(counter.count).toBe(count)
  expect(counter.isExact).toBe(true)
  expect(counter.text).toBe(`${count}`)
})

test.each([exactCountMax + 1, 5_000, 100_000])('estimates %i values to a tenth', (count) => {
  const counter = counted(count)
  expect(counter.isExact).toBe(false)
  expect(counter.count / count).toBeGreaterThan(0.9)
  expect(counter.count / count).toBeLessThan(1.1)
  expect(counter.text).toMatch(/^about \d+$/)
})

test('says whether a value is new', () => {
  const counter = new DistinctCounter()
  expect([7, 7, 0, 0, 7].map((value) => counter.add(value))).toEqual([
    true,
    false,
    true,
    false,
    false,
  ])
})
