import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteAutomaton } from './byte-automaton.ts'

const bytesOf = (text: string) => Buffer.from(text, 'latin1')

function found(literals: readonly string[], text: string): string[] {
  const bytes = bytesOf(text)
  const matches: string[] = []
  new ByteAutomaton(literals).scan(bytes, 0, bytes.length, ByteAutomaton.start, (literal, end) => {
    matches.push(`${literals[literal]}@${end}`)
  })
  return matches.sort()
}

describe('ByteAutomaton', () => {
  it('finds literals inside one another, at each place, whatever their case', () => {
    expect(found(['he', 'she', 'his', 'hers'], 'uSHErs')).toEqual(['he@4', 'hers@6', 'she@4'])
  })

  it('finds what a search for each literal finds, in any text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '\xff'), maxLength: 40 })
    const literal = fc.string({
      unit: fc.constantFrom('a', 'b', '\xff'),
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(literal, { minLength: 1, maxLength: 6 }),
        letters,
        (words, text) => {
          expect(found(words, text)).toEqual(searched(words, text))
        },
      ),
    )
  })

  it('goes on in the bytes that follow as if they were in one piece', () => {
    const automaton = new ByteAutomaton(['${jndi:'])
    const first = bytesOf('user=${jn')
    const second = bytesOf('di:ldap')
    let count = 0
    const count1 = () => count++
    const state = automaton.scan(first, 0, first.length, ByteAutomaton.start, count1)
    expect(count).toBe(0)
    automaton.scan(second, 0, second.length, state, count1)
    expect(count).toBe(1)
  })
})

/** The same by looking at each place for each literal. */
function searched(literals: readonly string[], text: string): string[] {
  const folded = text.replace(/B/g, 'b')
  return literals
    .flatMap((literal) =>
      [...folded].flatMap((_, at) =>
        folded.startsWith(literal, at) ? [`${literal}@${at + literal.length}`] : [],
      ),
    )
    .sort()
}
