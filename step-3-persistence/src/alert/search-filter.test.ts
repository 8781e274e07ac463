import { describe, expect, it } from 'vitest'
import { searchFilter } from './search-filter.ts'
import { searchTermCountMax } from './search-language.ts'

const now = new Date(10_000_000)
const filterOf = (text: string) => searchFilter(text, now)

describe('a search as a filter', () => {
  it('takes either of two values of a field, and every word', () => {
    expect(filterOf('host:10.0.0.0/8 host:10.1.0.1 port:22 a b')).toEqual({
      q: 'a b',
      all: [[{ host: ['10.0.0.0/8'] }, { host: ['10.1.0.1'] }], [{ target_port: 22 }]],
    })
  })

  it('leaves out what has a minus', () => {
    expect(filterOf('-traffic:simulate -noise')).toEqual({
      none: [{ q: 'noise' }, { capture_source: ['simulate'] }],
    })
  })

  it('takes both bounds of a range', () => {
    expect(filterOf('count>5 count>9 score<0.5')).toEqual({
      all: [[{ min_count: 5 }], [{ min_count: 9 }]],
      none: [{ min_score: 0.5 }],
    })
  })

  it('takes 50 terms and words with a minus, and no more', () => {
    const excluded = (count: number) => '-a '.repeat(count)
    expect(filterOf(excluded(searchTermCountMax)).none).toHaveLength(searchTermCountMax)
    expect(() => filterOf(`port:1 ${excluded(searchTermCountMax)}`)).toThrow('50 terms')
  })

  it('counts ages back from now', () => {
    expect(filterOf('seen<1h')).toEqual({ all: [[{ from: 10_000 - 3_600 }]] })
    expect(filterOf('seen>1h')).toEqual({ none: [{ from: 10_000 - 3_600 }] })
  })

  it.each([
    'severity:hihg',
    'status:open',
    'traffic:x',
    'port:99999',
    'count:5',
    'count>x',
    'seen<x',
    'host>x',
  ])('refuses %s, and says what to write', (text) =>
    expect(() => filterOf(text)).toThrow(expect.objectContaining({ code: 'E_INVALID_INPUT' })),
  )

  it('refuses more terms than are useful', () => {
    expect(() => filterOf('-b '.repeat(51))).toThrow(/more than 50/)
  })
})
