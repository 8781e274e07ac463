import { expect, it } from 'vitest'
import { lineDiff } from './line-diff.ts'

const lines = (...texts: string[]) => texts.join('\n')

it('is empty of equal texts', () => {
  expect(lineDiff('a\nb', 'a\nb')).toEqual([])
})

it('marks what goes and what comes', () => {
  expect(lineDiff(lines('a', 'b', 'c'), lines('a', 'x', 'c'))).toEqual(['  a', '- b', '+ x', '  c'])
  expect(lineDiff('a', lines('a', 'b'))).toEqual(['  a', '+ b'])
})

it('shows three lines around a change, and that others are left out', () => {
  const before = Array.from({ length: 20 }, (_, at) => String(at))
  const after = before.with(10, 'new')
  expect(lineDiff(lines(...before), lines(...after))).toEqual([
    '  7',
    '  8',
    '  9',
    '- 10',
    '+ new',
    '  11',
    '  12',
    '  13',
    '…',
  ])
})
