import { describe, expect, it } from 'vitest'
import { draftOf, smallModel } from '../../test/small-model.ts'
import { concernsOf } from './concerns.ts'

const draft = draftOf(smallModel(1))
const live = { kind: 'live', name: 'eth0' } as const
const folder = { kind: 'folder', name: '/srv/captures' } as const
const attacks = [{ kind: 'vertical_port_scan', detections: 3, last_seen_epoch: 5 }]

describe('what speaks against a version', () => {
  it.each([
    ['nothing, of the same kind of traffic', { source: 'live' }, [live], []],
    ['nothing, where nothing is judged yet', { source: 'simulate' }, [], []],
    ['attacks in what it learned from', { attacks }, [], ['attacks_seen, blocks']],
    [
      'simulated traffic for a live watch',
      { source: 'simulate' },
      [live],
      ['other_source, blocks'],
    ],
    ['a capture for a live watch, which is said', { source: 'pcap' }, [live], ['other_source']],
    ['nothing, of a capture for a watched folder', { source: 'pcap' }, [folder], []],
    ['two windows', { windows: { learned: 2, held_out: 0 } }, [], ['few_windows, blocks']],
    ['data that is not known, which is said', { attacks: null }, [], ['unknown_data']],
    [
      'of a model of sequences no attacks: it learns them as such',
      { kind: 'sequence', attacks },
      [],
      [],
    ],
    ['of the shipped model nothing', { made_by: 'shipped', source: 'simulate' }, [live], []],
  ] as const)('%s', (_, changes, judged, expected) => {
    const found = concernsOf({ ...draft, ...(changes as Partial<typeof draft>) }, judged)
    expect(found.map(({ code, blocks }) => `${code}${blocks ? ', blocks' : ''}`)).toEqual(expected)
  })

  it('is said with what it learned from and what it judges', () => {
    const found = concernsOf({ ...draft, source: 'simulate', attacks }, [live])
    expect(found.map(({ message }) => message)).toEqual([
      'it learned from traffic with attacks in it, and takes them for ordinary: vertical_port_scan',
      'it learned from simulated traffic, and judges live traffic of eth0',
    ])
    const [other] = concernsOf({ ...draft, source: 'live' }, [folder])
    expect(other?.message).toBe(
      'it learned from live traffic, and judges captures in /srv/captures',
    )
  })

  it('is nothing at exactly as many windows as are needed, and something at one less', () => {
    const of = (learned: number) => concernsOf({ ...draft, windows: { learned, held_out: 20 } }, [])
    expect(of(80)).toEqual([])
    expect(of(79)[0]?.message).toBe('it learned from 99 windows, and 100 are needed')
  })
})
