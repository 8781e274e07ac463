import { describe, expect, it } from 'vitest'
import { makeAlert } from '../../../test/live-parts.ts'
import { apiQueryOf, filterCount, filterOfSearch, wouldMatch } from './alert-filter.ts'

describe('filterOfSearch', () => {
  it('takes what it knows from an address and leaves the rest', () => {
    const search = new URLSearchParams('severity=high,low&q=%20&apiBase=x&sort=count&host=10.0.0.1')
    expect(filterOfSearch(search)).toEqual({ severity: 'high,low', host: '10.0.0.1' })
  })
})

describe('apiQueryOf', () => {
  it('asks for the open ones unless a status is named, and for all on demand', () => {
    expect(apiQueryOf({})).toEqual({ status: 'new,acknowledged,escalated' })
    expect(apiQueryOf({ status: 'resolved', q: 'a' })).toEqual({ status: 'resolved', q: 'a' })
    expect(apiQueryOf({ status: 'all', q: 'a' })).toEqual({ q: 'a' })
  })
})

describe('filterCount', () => {
  it('counts what hides something', () => {
    expect(filterCount({})).toBe(0)
    expect(filterCount({ status: 'all' })).toBe(0)
    expect(filterCount({ status: 'new', q: 'scan' })).toBe(2)
  })
})

describe('wouldMatch', () => {
  const alert = makeAlert({ alert_id: 'a' })

  it.each([
    [{}, true],
    [{ severity: 'critical,high' }, true],
    [{ severity: 'low' }, false],
    [{ status: 'resolved' }, false],
    [{ status: 'all' }, true],
    [{ q: 'PORTS 10.0.0.9' }, true],
    [{ q: 'ports flood' }, false],
    [{ host: '10.0.0.9' }, true],
    [{ host: '10.0.0.1' }, false],
    [{ host: '10.0.0.0/8' }, true],
    [{ capture_source: 'live' }, false],
    [{ kind: 'syn_flood' }, false],
  ])('with %j says %j', (filter, expected) => {
    expect(wouldMatch(alert, filter)).toBe(expected)
  })
})
