import { expect, it } from 'vitest'
import { WordColumn } from './word-column.ts'

it('follows what changes in the rows of a word, in more rows and beside other words', () => {
  const words = new WordColumn(2)
  const rowsWith = (part: string) =>
    [...words.holding(part).entries()].flatMap(([row, holds]) => (holds === 1 ? [row] : []))
  words.set(0, 'port scan of 10.0.0.9')
  expect(rowsWith('scan')).toEqual([0])
  words.set(1, 'scanning')
  expect(rowsWith('scan')).toEqual([0, 1])
  words.set(0, 'beaconing')
  expect(rowsWith('scan')).toEqual([1])
  words.grow(4)
  words.set(3, 'a rescan')
  expect(rowsWith('scan')).toEqual([1, 3])
  const known = words.holding('scan')
  expect(words.holding('scan')).toBe(known)
  for (let number = 0; number < 20; number++) expect(rowsWith(`other${number}`)).toEqual([])
  expect(words.holding('scan')).not.toBe(known) // It was forgotten, and found anew.
  words.set(1, 'quiet')
  expect(rowsWith('scan')).toEqual([3])
})
