import { expect, test } from 'vitest'
import { packetText } from './evaluation-text.ts'
import { judgeScenarios, precision, recall } from './packet-verdicts.ts'

test.each([
  ['brute_force_ftp', 100],
  ['syn_flood_spoofed', 100],
  // The sender is forged, so that the packets themselves and their device have to be known.
  ['icmp_redirect', 4],
  ['neighbour_spoofing', 5],
  // Few packets, of which a part are the look-ups by ARP that come first.
  ['port_zero', 4],
  // What else the source does in that time is no part of it.
  ['icmp_sweep', 200],
  // Leases for clients that do not exist, and a server that should not give any.
  ['dhcp_starvation', 100],
  ['rogue_dhcp', 4],
])('nine of ten packets of %s are bad, and nine of ten bad packets are of it', (name, countMin) => {
  const [verdicts] = judgeScenarios({ names: [name], seeds: [6], settings: {} })
  if (!verdicts) throw new Error(`no scenario ${name}`)
  expect(verdicts.found).toBeGreaterThanOrEqual(countMin)
  expect(recall(verdicts)).toBeGreaterThan(0.9)
  expect(precision(verdicts)).toBeGreaterThan(0.9)
})

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
