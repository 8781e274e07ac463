import { expect, it } from 'vitest'
import { completeSearch } from './complete-search.ts'

it.each([
  ['sev', ['severity:']],
  ['host:10.0.0.5 sev', ['host:10.0.0.5 severity:']],
  ['severity:h', ['severity:high']],
  ['ssh -kind:port', ['ssh -kind:port_scan']],
  ['sco', ['score>']],
  ['nothing', []],
])('completes %j to %j', (text, expected) => {
  expect(completeSearch(text, ['port_scan', 'beaconing'])).toEqual(expected)
})
