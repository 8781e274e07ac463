import { describe, expect, it } from 'vitest'
import { difference, outputMatches, rewritten } from './output-match.ts'

describe('output match', () => {
  it.each([
    [['a', 'b'], ['a', 'b'], true],
    [['a', 'b'], ['a'], false],
    [['a'], ['a', 'b'], false],
    [['a'], ['A'], false],
    [['took … ms'], ['took 12 ms'], true],
    [['took ... ms'], ['took 12 ms'], true],
    [['took … ms'], ['took 12 s'], false],
    [['a.c'], ['abc'], false],
    [['(1+1)'], ['(1+1)'], true],
    [['a', '…', 'z'], ['a', 'b', 'c', 'z'], true],
    [['a', '...', 'z'], ['a', 'z'], true],
    [['a', '…', 'z'], ['a', 'b'], false],
    [['…'], [], true],
    [[], [], true],
    [[], ['a'], false],
    [['a  '], ['a'], true],
  ])('%j shows %j: %s', (expected, actual, matches) => {
    expect(outputMatches(expected, actual)).toBe(matches)
  })

  it('keeps the gaps that still fit when an output is written anew', () => {
    const written = rewritten(['id …', 'two', '…'], ['id 7', 'three', 'id 8'])
    expect(written).toEqual(['id …', 'three', 'id …'])
  })

  it('shows what is missing and what is new', () => {
    expect(difference(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual(['  a', '- b', '+ x', '  c'])
    expect(difference(['a'], ['new', 'a'])).toEqual(['+ new', '  a'])
    expect(difference(['a', 'b'], ['a'])).toEqual(['  a', '- b'])
    expect(difference(['a', '…', 'z'], ['a', 'b', 'z', 'end'])).toEqual([
      '  a',
      '  …',
      '  z',
      '+ end',
    ])
  })
})
