import { describe, expect, test } from 'vitest'
import { hitOf, missOf, otherTailOf, streamOf } from '../../../test/rule-streams.ts'
import { builtInRules } from './built-in-rules.ts'
import { signaturesOf } from './signatures.ts'

describe.each(builtInRules)('the rule $id', (rule) => {
  const detector = signaturesOf([rule])
  const [first = ''] = rule.content

  test.each([1, 7, 1_460])(
    'finds its stream in segments of %i bytes, in each of its parts',
    (size) => {
      for (const part of rule.where) {
        const found = streamOf(rule, part, hitOf(rule, first), size).detect(detector)
        expect([part, found.map(({ kind }) => kind)]).toEqual([part, [rule.kind]])
      }
    },
  )

  test('finds each of its literals', () => {
    for (const part of rule.where) {
      for (const literal of rule.content) {
        const found = streamOf(rule, part, hitOf(rule, literal), 1_460).detect(detector)
        expect([part, literal, found.length]).toEqual([part, literal, 1])
      }
    }
  })

  test.each([1, 7, 1_460])('finds no near miss in segments of %i bytes', (size) => {
    for (const part of rule.where) {
      const misses = [missOf(rule, first), otherTailOf(rule, first)].filter((one) => one !== null)
      for (const miss of misses) {
        expect([part, streamOf(rule, part, miss, size).detect(detector)]).toEqual([part, []])
      }
    }
  })
})
