import { describe, expect, it } from 'vitest'
import { parseSearch, readAgeSeconds, withoutPart, withTerm, writeTerm } from './search-language.ts'

const term = (field: 'host' | 'kind', value: string, isExcluded = false) =>
  ({ field, comparison: ':', value, isExcluded }) as const

describe('a search text', () => {
  it('holds terms, words, and both with a minus', () => {
    expect(parseSearch('severity:high -kind:beaconing ssh -backup seen<2h')).toEqual({
      terms: [
        { field: 'severity', comparison: ':', value: 'high', isExcluded: false },
        { field: 'kind', comparison: ':', value: 'beaconing', isExcluded: true },
        { field: 'seen', comparison: '<', value: '2h', isExcluded: false },
      ],
      words: ['ssh'],
      excludedWords: ['backup'],
    })
  })

  it.each(['2001:db8::1', 'aa:bb:cc:dd:ee:ff', 'http://example.org', 'nofield:x', 'host:', '-'])(
    'takes %s as a word, because it is no field',
    (text) => expect(parseSearch(text)).toEqual({ terms: [], words: [text], excludedWords: [] }),
  )

  it('keeps the spaces of a quotation, and is read back as it is written', () => {
    const written = writeTerm({ ...term('host', 'my host'), isExcluded: true })
    expect(written).toBe('-host:"my host"')
    expect(parseSearch(written).terms).toEqual([term('host', 'my host', true)])
  })

  it('gains a term once, and the opposite of it goes', () => {
    expect(withTerm('a -host:x', term('host', 'x'))).toBe('a host:x')
    expect(withTerm('host:x', term('host', 'x'))).toBe('host:x')
    expect(withoutPart('a host:"b c" d', 'host:"b c"')).toBe('a d')
  })

  it.each([
    ['90s', 90],
    ['15m', 900],
    ['2h', 7_200],
    ['7d', 604_800],
    ['2 h', undefined],
    ['2w', undefined],
    ['', undefined],
  ])('reads the age %j as %s s', (text, seconds) => expect(readAgeSeconds(text)).toBe(seconds))
})
