import { expect, it } from 'vitest'
import { breadthOf, saysNothing } from './breadth.ts'
import type { SuppressionRule } from './suppression.ts'

const few = { matching: 3, total: 100 }
const none = { matching: 0, total: 0 }

it.each<SuppressionRule>([{}, { q: '.' }, { q: ' ' }, { q: '% _ --' }])(
  'says of %j that it would hide everything',
  (rule) => {
    expect(saysNothing(rule)).toBe(true)
    expect(breadthOf(rule, none)).toContain('it would hide everything')
  },
)

it.each<SuppressionRule>([{ q: 'a' }, { q: '.', kind: ['port_scan'] }, { severity: ['low'] }])(
  'says of %j that it limits something',
  (rule) => {
    expect(saysNothing(rule)).toBe(false)
  },
)

it.each<SuppressionRule>([
  { severity: ['low'] },
  { capture_source: ['live'] },
  { target_port: 443 },
  { source: ['0.0.0.0/0'] },
  { source: ['10.0.0.5', '::/0'] },
  { host: ['0.0.0.0/7'], kind: ['port_scan'] },
  { target: ['2001::/31'] },
  { source: ['10.0.0.0/8', '11.0.0.0/8', '12.0.0.0/8'] },
  { q: 'tcp' },
  { q: 'on . 10.' },
  { kind: Array.from({ length: 50 }, (_, index) => `kind-${index}`) },
  { detector: Array.from({ length: 50 }, (_, index) => `detector-${index}`) },
])('finds %j wide, also where no alert is', (rule) => {
  expect(breadthOf(rule, few)).toEqual(expect.any(String))
  expect(breadthOf(rule, none)).toBe(breadthOf(rule, few))
})

it.each<SuppressionRule>([
  { kind: ['port_scan'] },
  { source: ['10.0.0.0/8'] },
  { source: ['10.0.0.5'], severity: ['low'] },
  { host: ['2001:db8::/32'] },
  { q: 'scanner of IT' },
  { q: '10.0.7.9' },
  { technique: ['T1046'] },
  { source: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] },
])('finds %j narrow enough', (rule) => {
  expect(breadthOf(rule, few)).toBeUndefined()
})

it.each([
  [{ matching: 50, total: 100 }, false],
  [{ matching: 51, total: 100 }, true],
  [{ matching: 19, total: 19 }, false],
  [{ matching: 20, total: 20 }, true],
])('with %j finds a rule wide: %s', (counts, isWide) => {
  expect(breadthOf({ kind: ['x'] }, counts) !== undefined).toBe(isWide)
})
