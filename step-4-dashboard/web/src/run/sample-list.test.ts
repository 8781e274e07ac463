import { describe, expect, it } from 'vitest'
import { firstToShow, groupSamples, playSpeed } from './sample-list.ts'

const make = (sample: string) => ({
  sample,
  title: sample,
  description: '',
  origin: sample.startsWith('recorded/') ? ('recorded' as const) : ('simulate' as const),
  packets: 1,
  seconds: 60,
  attacks: sample === 'ordinary' ? 0 : 1,
  size: 1,
})

describe('playSpeed', () => {
  it.each([
    [0, 1],
    [5, 1],
    [20, 1],
    [90, 4.5],
    [1e9, 1_000],
  ])('plays %j seconds in twenty, never slower than it was: %j', (seconds, speed) => {
    expect(playSpeed({ seconds })).toBe(speed)
  })
})

describe('firstToShow', () => {
  it.each([
    [['beacon', 'ordinary', 'port-scan'], 'port-scan'],
    [['ordinary', 'recorded/nmap_syn_scan'], 'recorded/nmap_syn_scan'],
    [['ordinary', 'syn-flood'], 'syn-flood'],
    [['ordinary'], 'ordinary'],
    [[], undefined],
  ])('of %j is %j', (names, first) => {
    expect(firstToShow(names.map(make))?.sample).toBe(first)
  })
})

describe('groupSamples', () => {
  it('keeps recorded ones apart, and leaves out a group without any', () => {
    const groups = groupSamples([make('a'), make('recorded/b')])
    expect(groups.map(({ samples }) => samples.map(({ sample }) => sample))).toEqual([
      ['a'],
      ['recorded/b'],
    ])
    expect(groupSamples([make('a')])).toHaveLength(1)
  })
})
