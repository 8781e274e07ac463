import { expect, test } from 'vitest'
import { packetText } from './evaluation-text.ts'
import { judgeScenarios, precision, recall } from './packet-verdicts.ts'

test.each(['brute_force_ftp', 'syn_flood_spoofed'])(
  'nine of ten packets of %s are bad, and nine of ten bad packets are of it',
  (name) => {
    const [verdicts] = judgeScenarios({ names: [name], seeds: [6], settings: {} })
    if (!verdicts) throw new Error(`no scenario ${name}`)
    expect(verdicts.found).toBeGreaterThan(100)
    expect(recall(verdicts)).toBeGreaterThan(0.9)
    expect(precision(verdicts)).toBeGreaterThan(0.9)
  },
)

test('of an office without an attack no packet is missed', () => {
  const [verdicts] = judgeScenarios({ names: ['office'], seeds: [6], settings: {} })
  expect(verdicts).toEqual({ name: 'office', found: 0, falseAlarms: 0, missed: 0 })
})

test('prints each and the whole', () => {
  const verdicts = [
    { name: 'a', found: 3, falseAlarms: 1, missed: 0 },
    { name: 'b', found: 1, falseAlarms: 0, missed: 4 },
  ]
  const lines = packetText(verdicts, 'markdown').split('\n')
  expect(lines.at(-3)).toBe('| a | 3 | 1 | 0 | 0.750 | 1.000 |')
  expect(lines.at(-1)).toBe('| all | 4 | 1 | 4 | 0.800 | 0.500 |')
})
