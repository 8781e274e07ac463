import { expect, it } from 'vitest'
import { withCarried } from './carried-search.ts'

const here = { pathname: '/alerts', search: '?from=5&tz=UTC&severity=high' }

it.each([
  ['/hosts', '/hosts?from=5&tz=UTC'],
  ['/hosts?from=9', '/hosts?from=9&tz=UTC'],
  ['/alerts', '/alerts'],
  ['?severity=low', '?severity=low'],
  ['/api/alerts/export?format=csv', '/api/alerts/export?format=csv'],
])('%s leads to %s', (address, expected) => expect(withCarried(address, here)).toBe(expected))
