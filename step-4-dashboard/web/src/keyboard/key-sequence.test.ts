import { describe, expect, it } from 'vitest'
import { KeySequence, sequenceMs } from './key-sequence.ts'

const names = new Set(['j', 'e', '?', 'g i', 'g l'])

function press(key: string, atMs = 0, rest = {}) {
  return { key, atMs, hasModifier: false, isTyping: false, ...rest }
}

describe('KeySequence', () => {
  it('knows single keys and nothing else', () => {
    const sequence = new KeySequence()
    expect(sequence.match(press('j'), names)).toBe('j')
    expect(sequence.match(press('?'), names)).toBe('?')
    expect(sequence.match(press('x'), names)).toBeUndefined()
    expect(sequence.match(press('i'), names)).toBeUndefined()
  })

  it('knows two keys one after the other, in time', () => {
    const sequence = new KeySequence()
    expect(sequence.match(press('g', 0), names)).toBeUndefined()
    expect(sequence.match(press('i', sequenceMs), names)).toBe('g i')
    sequence.match(press('g', 5_000), names)
    expect(sequence.match(press('i', 5_001 + sequenceMs), names)).toBeUndefined()
  })

  it('takes the second key by itself where the two mean nothing', () => {
    const sequence = new KeySequence()
    sequence.match(press('g', 0), names)
    expect(sequence.match(press('j', 10), names)).toBe('j')
    expect(sequence.match(press('i', 20), names)).toBeUndefined()
  })

  it('leaves the browser’s own keys alone, and a user who writes', () => {
    const sequence = new KeySequence()
    expect(sequence.match(press('j', 0, { hasModifier: true }), names)).toBeUndefined()
    expect(sequence.match(press('e', 0, { isTyping: true }), names)).toBeUndefined()
    sequence.match(press('g', 0), names)
    sequence.match(press('x', 1, { isTyping: true }), names)
    expect(sequence.match(press('i', 2), names)).toBeUndefined()
  })
})
