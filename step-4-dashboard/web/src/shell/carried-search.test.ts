import { expect, it } from 'vitest'
import { withCarried } from './carried-search.ts'

const here = { pathname: '/alerts', search: '?from=5&tz=UTC&severity=high' }
const elsewhere = { pathname: '/', search: '?apiBase=http://a.example&socketUrl=http://b.example' }

it.each([
  ['/hosts', '/hosts?from=5&tz=UTC'],
  ['/hosts?from=9', '/hosts?from=9&tz=UTC'],
  ['/alerts', '/alerts'],
  ['?severity=low', '?severity=low'],
  ['/api/alerts/export?format=csv', '/api/alerts/export?format=csv'],
])('%s leads to %s', (address, expected) => expect(withCarried(address, here)).toBe(expected))

it('keeps asking the server that the address names', () => {
  expect(withCarried('/hosts', elsewhere)).toBe(
    '/hosts?apiBase=http%3A%2F%2Fa.example&socketUrl=http%3A%2F%2Fb.example',
  )
  expect(withCarried('?q=x', { ...elsewhere, search: '?tz=UTC&apiBase=a' })).toBe('?q=x&apiBase=a')
})
