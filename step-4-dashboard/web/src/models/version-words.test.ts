import { describe, expect, it } from 'vitest'
import { sentenceOf, wordsOfFigures, wordsOfOrigin } from './version-words.ts'

describe('what a version learned from', () => {
  it.each([
    [{ source: 'live', captures: ['eth0'], made_by: 'training' }, 'live traffic: eth0'],
    [{ source: 'pcap', captures: [], made_by: 'import' }, 'a capture (imported)'],
    [
      { source: 'simulate', captures: ['a', 'b', 'c', 'd'], made_by: 'shipped' },
      'simulated traffic: a and 3 more (shipped)',
    ],
  ] as const)('%o', (version, words) => {
    expect(wordsOfOrigin({ ...version, captures: [...version.captures] })).toBe(words)
  })
})

describe('what a version finds unusual', () => {
  it.each([
    [{ unusual: 3, windows: 4_096, hosts: 2 }, '3 of 4,096 windows, of 2 hosts'],
    [{ unusual: 1, windows: 5, hosts: 1 }, '1 of 5 windows, of 1 host'],
    [{ unusual: 0, windows: 5, hosts: 0 }, '0 of 5 windows'],
    [{ unusual: 3, windows: 5 }, '3 of 5 windows'],
  ])('%o', (figures, words) => expect(wordsOfFigures(figures)).toBe(words))
})

it('a concern is a sentence of its own', () => {
  expect(sentenceOf('it learned from 2 windows')).toBe('It learned from 2 windows.')
})
