import { expect, it } from 'vitest'
import { searchOfView, viewOfSearch } from './inbox-view.ts'

it.each([
  ['', 'incidents'],
  ['?q=kind:port_scan&view=other', 'incidents'],
  ['?view=alerts', 'alerts'],
  ['?status=all&suppressed=true', 'alerts'],
])('shows at %j %s', (search, view) => {
  expect(viewOfSearch(new URLSearchParams(search))).toBe(view)
})

it.each([
  ['?q=ssh&from=5', 'alerts', '?q=ssh&from=5&view=alerts'],
  ['?view=alerts&q=ssh&sort=count&order=asc&suppressed=true', 'incidents', '?q=ssh'],
  ['?view=alerts', 'incidents', ''],
] as const)('leads from %j to %s with the same filter', (search, view, expected) => {
  expect(searchOfView(new URLSearchParams(search), view)).toBe(expected)
})
