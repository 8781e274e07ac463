import { describe, expect, it } from 'vitest'
import { areComparable, figuresToAccept, worseCases, worseFigures } from './accepted-figures.ts'
import type { Evaluation } from './evaluation.ts'

const evaluation: Evaluation = {
  name: 'data',
  detectors: 'all',
  half: 'both',
  figures: {
    attacks: 0,
    attacks_found: 5,
    attackers_named: 4,
    attackers_accused: 4,
    median_seconds_to_detection: 3,
    benign_hours: 10,
    false_alarms: 2,
    false_alarms_per_hour: 0.2,
    benign_with_alarm: 1,
  },
  attacks: [],
  benign: [],
  tables: [
    { table: 'smtp', algorithm: 'forest', roc_auc: 0.9049, average_precision: 0.1, seconds: 1 },
  ],
  problems: [],
}
const accepted = figuresToAccept(evaluation)

describe('worseFigures', () => {
  it('accepts what was accepted, and what is better', () => {
    expect(accepted.roc_auc).toEqual({ 'smtp: forest': 0.904 })
    expect(worseFigures(evaluation, accepted)).toEqual([])
    const figures = { ...evaluation.figures, attacks_found: 6, false_alarms_per_hour: 0 }
    expect(worseFigures({ ...evaluation, figures }, accepted)).toEqual([])
  })

  it.each([
    ['attacks_found', 4],
    ['attackers_accused', 3],
    ['false_alarms_per_hour', 0.21],
    ['benign_with_alarm', 2],
  ] as const)('refuses %s of %d', (name, value) => {
    const figures = { ...evaluation.figures, [name]: value }
    expect(worseFigures({ ...evaluation, figures }, accepted)).toEqual([
      expect.stringContaining(`${name} is ${value}`),
    ])
  })

  it('refuses a lower ROC-AUC, and misses no table that is not there', () => {
    const [table] = evaluation.tables
    const tables = table ? [{ ...table, roc_auc: 0.9039 }] : []
    expect(worseFigures({ ...evaluation, tables }, accepted)).toHaveLength(1)
    expect(worseFigures({ ...evaluation, tables: [] }, accepted)).toEqual([])
  })

  it('compares nothing with the figures of other captures', () => {
    expect(areComparable(evaluation, accepted)).toBe(true)
    expect(areComparable(evaluation, { ...accepted, benign: 3 })).toBe(false)
  })
})

it.each([
  [2, []],
  [3, ['cases_right is 2, accepted is 3']],
])('of 3 written cases 2 are right, accepted are %d', (cases_right, worse) => {
  const verdicts = [[], ['one flow, not two'], []].map((wrong) => ({ files: ['a.pcap'], wrong }))
  expect(worseCases(verdicts, { sets: {}, cases_right })).toEqual(worse)
})
