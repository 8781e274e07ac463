import { expect, test } from 'vitest'
import { Random } from './random.ts'

test('draws the same numbers from the same seed, whatever the machine', () => {
  const random = new Random('office/1')
  const again = new Random('office/1')
  const drawn = Array.from({ length: 4 }, () => random.next())
  expect(drawn).toEqual(Array.from({ length: 4 }, () => again.next()))
  // Pinned: another sequence would change every sample.
  expect(drawn).toEqual([1861861511, 1678526170, 580556696, 587319592])
})

test('a fork does not depend on what was drawn before it', () => {
  const untouched = new Random('a').fork('part').next()
  const used = new Random('a')
  used.next()
  expect(used.fork('part').next()).toBe(untouched)
  expect(used.fork('other').next()).not.toBe(untouched)
})

test('whole numbers reach both ends and nothing beyond', () => {
  const random = new Random('ends')
  const drawn = new Set(Array.from({ length: 500 }, () => random.integer(3, 6)))
  expect([...drawn].sort()).toEqual([3, 4, 5, 6])
})

test('a shuffle keeps every item, and a sample none twice', () => {
  const random = new Random('cards')
  const cards = Array.from({ length: 52 }, (_, index) => index)
  expect(random.shuffle(cards)).not.toEqual(cards)
  expect(random.shuffle(cards).sort((a, b) => a - b)).toEqual(cards)
  expect(new Set(random.sample(cards, 10)).size).toBe(10)
})

const distributions: [string, (random: Random) => number, number][] = [
  ['exponential', (random) => random.exponential(5), 5],
  ['normal', (random) => random.normal(7, 2), 7],
  ['uniform', (random) => random.between(2, 4), 3],
]
test.each(distributions)('%s numbers have the mean that was asked for', (_name, draw, mean) => {
  const random = new Random('mean')
  const count = 20_000
  let sum = 0
  for (let i = 0; i < count; i++) sum += draw(random)
  expect(sum / count).toBeCloseTo(mean, 0.5)
})

test('half of the log-normal numbers lie below the median, Pareto ones between their ends', () => {
  const random = new Random('tail')
  const count = 4000
  const below = Array.from({ length: count }, () => random.logNormal(10, 1)).filter((x) => x < 10)
  expect(below.length / count).toBeCloseTo(0.5, 1)
  const tail = Array.from({ length: count }, () => random.pareto(100, 1.1, 5000))
  expect(Math.min(...tail)).toBeGreaterThanOrEqual(100)
  expect(Math.max(...tail)).toBe(5000)
})
