import { expect, test } from 'vitest'
import { DistinctCounter, exactCountMax } from '../../memory/distinct-counter.ts'
import { counted } from './counted.ts'

test.each([
  [0, '0 addresses'],
  [1, '1 address'],
  [2, '2 addresses'],
  [1_234_567, '1,234,567 addresses'],
])('writes %i addresses as "%s"', (count, text) => {
  expect(counted(count, 'address', 'addresses')).toBe(text)
})

test('adds an s where no plural is given', () => {
  expect([counted(1, 'page'), counted(2, 'page')]).toEqual(['1 page', '2 pages'])
})

test('says of an estimate that it is one', () => {
  const counter = new DistinctCounter()
  for (let i = 0; i < exactCountMax; i++) counter.add(i)
  expect(counted(counter, 'page')).toBe('1,024 pages')
  for (let i = exactCountMax; i < 2 * exactCountMax; i++) counter.add(i)
  expect(counted(counter, 'page')).toMatch(/^about [12],\d{3} pages$/)
})
