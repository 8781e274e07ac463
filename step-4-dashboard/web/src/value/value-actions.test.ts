import { describe, expect, it } from 'vitest'
import { valueActions } from './value-actions.ts'

const inbox = { pathname: '/alerts', search: '?severity=high&q=ssh' }
const elsewhere = { pathname: '/flows', search: '?port=22' }
const host = { field: 'host', value: '10.0.0.5' } as const

describe('the menu of a value', () => {
  it('adds to the search of the inbox, and keeps its filters', () => {
    const [include, exclude] = valueActions(host, inbox)
    expect(include?.href).toBe('/alerts?severity=high&q=ssh+host%3A10.0.0.5')
    expect(exclude?.href).toBe('/alerts?severity=high&q=ssh+-host%3A10.0.0.5')
  })

  it('begins a search from any other page, decided alerts included', () => {
    expect(valueActions(host, elsewhere)[0]?.href).toBe(
      '/alerts?view=alerts&status=all&q=host%3A10.0.0.5',
    )
  })

  it('leads from a host to its page, its flows, a look-up and a rule', () => {
    expect(valueActions(host, elsewhere).slice(2)).toEqual([
      { label: 'Open the host', href: '/hosts/10.0.0.5' },
      { label: 'Flows of it', href: '/flows?ip=10.0.0.5' },
      { label: 'Look it up everywhere', href: '/hunt?q=10.0.0.5' },
      { label: 'Suppress alerts with it …', href: '/suppressions?new=1&host=10.0.0.5' },
    ])
  })

  it('writes no address from what strangers named', () => {
    const named = { field: 'kind', value: 'a&b=c#d' } as const
    for (const { href } of valueActions(named, elsewhere)) {
      expect(new URL(href, 'http://x').hash).toBe('')
      expect(href).toMatch(/^\/[a-z]+\?/)
    }
  })

  it('offers no alerts for a Community ID, which no filter of alerts takes', () => {
    const labels = valueActions({ field: 'community', value: '1:x=' }, inbox).map(
      (one) => one.label,
    )
    expect(labels).toEqual(['The flow', 'Look it up everywhere'])
  })
})
