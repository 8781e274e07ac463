import { expect, test } from 'vitest'
import { currentKind, formerKindsNote } from './former-kinds.ts'

test.each([
  ['dga', 'generated_domains'],
  ['brute_force_ftp', 'login_guessing'],
  ['null_scan', 'stealth_port_scan'],
  ['ping_sweep', 'ping_sweep'],
  ['constructor', 'constructor'],
])('%s means %s', (name, kind) => {
  expect(currentKind(name)).toBe(kind)
})

test('each former name is noted once, with the kind of today', () => {
  expect(formerKindsNote(['dga', 'benign', 'dga', 'arp_spoof'])).toBe(
    'dga is now generated_domains, arp_spoof is now arp_spoofing; the former names will go with the next version',
  )
  expect(formerKindsNote(['benign', 'ping_sweep'])).toBeUndefined()
})
