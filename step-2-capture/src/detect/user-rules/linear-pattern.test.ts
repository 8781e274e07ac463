import { describe, expect, it } from 'vitest'
import { LinearPattern } from './linear-pattern.ts'
import { translatedPattern } from './pattern-syntax.ts'
import { RefusedRule } from './refused-rule.ts'

function patternOf(source: string, flags = ''): LinearPattern {
  const options = { isMultiline: flags.includes('m'), isDollarEnd: flags.includes('E') }
  return new LinearPattern(translatedPattern(source, options), flags)
}

const finds = (source: string, text: string, flags?: string) =>
  patternOf(source, flags).find(text, 0) !== null

describe('a pattern of PCRE', () => {
  it.each([
    ['^\\/a[^\\/]+\\.php$', '/abc.php', '/a/b.php', ''],
    ['id=\\d{3,5}&', 'id=1234&', 'id=12&', ''],
    ['EVIL', 'so evil', 'so good', 'i'],
    ['a.b', 'a\nb', 'a\n\nb', 's'],
    ['^two$', 'one\ntwo\nthree', 'one two three', 'm'],
    ['end$', 'the end\n', 'the end\n\n', ''],
    ['end$', 'the end', 'the end\n', 'E'],
    ['\\x41\\x2s', 'A\x02s', 'A\x03s', ''],
    ['[\\x00-\\x1f]{4}', '\x00\x01\x02\x03', '\x00\x01a\x02', ''],
    ['[[:xdigit:]]{2}z', 'ffz', 'ggz', ''],
    ['[]a]b', ']b', 'cb', ''],
    ['[^\\r\\n]{1200,}x', `${'a'.repeat(1_200)}x`, `${'a'.repeat(1_199)}x`, ''],
    ['b{1001,1003}c', `a${'b'.repeat(1_002)}c`, `a${'b'.repeat(1_000)}c`, ''],
    ['\\h+\\R', 'a \t\r\n', 'a\r', ''],
    ['\\xff\\xfe', '\xff\xfe', '\xfe\xff', ''],
    ['a{,3}b', 'a{,3}b', 'aaab', ''],
    ['(?i:AB)c', 'abc', 'abC', ''],
    ['(?P<word>x|y)z', 'yz', 'az', ''],
  ])('%s finds %j and not %j', (source, hit, miss, flags) => {
    expect([finds(source, hit, flags), finds(source, miss, flags)]).toEqual([true, false])
  })

  it.each([
    '(a)\\1',
    '(?P<x>a)(?P=x)',
    'a(?=b)',
    'a(?!b)',
    '(?<=a)b',
    '(?<!a)b',
    '(?>a+)b',
    'a++b',
    'a*+b',
    'a{2,3}+b',
    '(?(1)a|b)',
    '(?R)',
    '\\Ka',
  ])('%s is refused: no automaton matches it', (source) => {
    expect(() => patternOf(source)).toThrow(RefusedRule)
  })

  it('says where it was found, from a place on', () => {
    expect(patternOf('a+').find('baab aa', 0)).toEqual({ start: 1, end: 3 })
    expect(patternOf('a+').find('baab aa', 3)).toEqual({ start: 5, end: 7 })
    expect(patternOf('^a').find('baab', 1)).toEqual({ start: 1, end: 2 })
  })

  it.each(['^(a+)+$', '(a|aa)+$', '(a*)*b', '(.*a){12}$', '([a-z]+)+\\d'])(
    '%s takes linear time: a text eight times as long is searched as well',
    (source) => {
      for (const count of [8_000, 64_000])
        expect(finds(source, `${'a'.repeat(count)}!`)).toBe(false)
    },
  )

  it('that is too large is refused before it is used, and never matches', () => {
    const pattern = patternOf('((ab?){100}){9}((cd?){100}){9}'.repeat(4))
    expect(pattern.problem).toMatch(/over 20000|repeat/)
    expect(pattern.find('abababcdcd', 0)).toBeNull()
  })
})
