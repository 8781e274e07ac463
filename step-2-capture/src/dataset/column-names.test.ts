import { expect, test } from 'vitest'
import { indexOfText, uniqueNames } from './column-names.ts'

test('gives each column a name of its own', () => {
  const header = ['', 'size', 'size', 'size.1', 'size', '']
  expect(uniqueNames(header)).toEqual(['1', 'size', 'size.1', 'size.1.1', 'size.2', '6'])
})

test.each([
  ['exactly so', ['normal', 'Normal'], 'Normal', 1],
  ['in other case', ['ATTACK', 'BENIGN'], 'benign', 1],
  ['with blanks around', ['ok', 'bad'], ' ok ', 0],
  ['with quotes around', ["'1'", "'-1'"], '-1', 1],
  ['with a full stop behind', ['smurf.', 'normal.'], 'normal', 1],
  ['nowhere', ['a', 'b'], 'c', -1],
  ['in two ways', ['Normal', 'NORMAL'], 'normal', -1],
])('finds a text %s', (_, texts, wanted, index) => {
  expect(indexOfText(texts, wanted)).toBe(index)
})
