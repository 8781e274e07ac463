import { describe, expect, it } from 'vitest'
import { patternProblem } from './safe-pattern.ts'

describe('patternProblem', () => {
  it.each([
    ['^(a+)+$', 'upper bound'],
    ['a*', 'upper bound'],
    ['x{2,}', 'upper bound'],
    ['(a|aa){1,40}(a|aa){1,40}(a|aa){1,40}(a|aa){1,40}', 'combine'],
    ['(?=a)b', 'look-around'],
    ['(?<name>a)', 'look-around'],
    ['(a)\\1', 'back references'],
    ['(', ''],
  ])('refuses %s', (pattern, reason) => {
    expect(patternProblem(pattern)).toContain(reason)
  })

  it.each(['\\s{1,4}select\\b', '[*+]{1,20}', '(?:all|distinct)?', 'a\\+b\\*'])(
    'allows %s',
    (pattern) => {
      expect(patternProblem(pattern)).toBeUndefined()
    },
  )
})
