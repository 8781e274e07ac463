import { expect, it } from 'vitest'
import { breadthOf } from './breadth.ts'
import type { SuppressionRule } from './suppression.ts'

const few = { matching: 3, total: 100 }

it('says of a rule without a field that it hides everything', () => {
  expect(breadthOf({}, few)).toBe('it has no field, so it would hide everything')
})

it.each<SuppressionRule>([
  { severity: ['low'] },
  { capture_source: ['live'] },
  { target_port: 443 },
  { source: ['0.0.0.0/0'] },
  { source: ['10.0.0.5', '::/0'] },
  { host: ['0.0.0.0/7'], kind: ['port_scan'] },
  { target: ['2001::/31'] },
])('finds %j wide', (rule) => {
  expect(breadthOf(rule, few)).toEqual(expect.any(String))
})

it.each<SuppressionRule>([
  { kind: ['port_scan'] },
  { source: ['10.0.0.0/8'] },
  { source: ['10.0.0.5'], severity: ['low'] },
  { host: ['2001:db8::/32'] },
  { q: 'scanner of IT' },
  { technique: ['T1046'] },
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
