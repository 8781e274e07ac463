import { describe, expect, it } from 'vitest'
import { captureOf, halfOf } from './labelled-captures.ts'

describe('captureOf', () => {
  it.each([
    ['192.0.2.7', ['192.0.2.7']],
    ['192.0.2.7 / 02:00:5E:10:00:00', ['192.0.2.7', '02:00:5e:10:00:00']],
    ['02:00:5e:10:00:00 claims 192.0.2.1', ['02:00:5e:10:00:00']],
    [undefined, []],
  ])('reads the attacker %j as %j', (attacker, attackers) => {
    const entry = { file: 'a.pcap', attack: 'scan', ...(attacker ? { attacker } : {}) }
    expect(captureOf(entry, '/x').attackers).toEqual(attackers)
  })

  it.each([
    [{ attack: 'scan' }, false],
    [{ benign: true }, true],
    [{ attack: 'benign twin: an ordinary session' }, true],
    [{ attack: 'scan', benign: false }, false],
  ])('takes %j for benign: %j', (entry, isBenign) => {
    expect(captureOf({ file: 'a.pcap', ...entry }, '/x').isBenign).toBe(isBenign)
  })
})

it.each([
  ['tuning', ['a', 'c']],
  ['checking', ['b', 'd']],
  ['both', ['d', 'a', 'a', 'c', 'b']],
] as const)('the %s half of four captures, one of them labelled twice, is %j', (half, files) => {
  const captures = ['d', 'a', 'a', 'c', 'b'].map((file) => captureOf({ file }, '/x'))
  expect(new Set(halfOf(captures, half).map(({ file }) => file))).toEqual(new Set(files))
})
