import { expect, test } from 'vitest'
import { hostPhrase, valueText } from './host-phrase.ts'
import { hostFeatures } from './host-window.ts'

test.each([
  ['resets_sent', 838, 'sent 838 TCP resets'],
  ['resets_sent', 1, 'sent 1 TCP reset'],
  ['syn_ack_sent', 12_000, 'sent 12,000 TCP SYN-ACKs'],
  ['failed_share', 0.923, 'failed with 92 % of its flows'],
  ['gap_mean', 0.0042, 'paused 0.0042 s between two packets of a flow on average'],
  ['port_entropy', 6.4385, 'spread its flows over ports with an entropy of 6.4 bits'],
  ['bytes_sent', 1_234_567.4, 'sent 1,234,567 bytes'],
] as const)('%s of %d reads: %s', (name, value, expected) => {
  expect(hostPhrase(name, value)).toBe(expected)
})

test('every feature has a phrase with its number in it, and none of its internal name', () => {
  for (const { name } of hostFeatures) {
    const phrase = hostPhrase(name, 0.5)
    expect(phrase).toContain(valueText(name, 0.5))
    expect(phrase).not.toMatch(/[{}|_]/)
  }
})
