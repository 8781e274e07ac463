import { describe, expect, it } from 'vitest'
import { readStartSources } from './start-sources.ts'

describe('readStartSources', () => {
  it.each([
    [{}, []],
    [
      { interface: ['eth0', 'eth1'], simulate: ['office'] },
      [
        { kind: 'live', interface: 'eth0' },
        { kind: 'live', interface: 'eth1' },
        { kind: 'simulate', scenario: 'office' },
      ],
    ],
    [{ pcap: ['a.pcap'], mode: 'pcap' }, [{ kind: 'pcap', path: 'a.pcap' }]],
    [{ folder: ['captures'] }, [{ kind: 'folder', path: 'captures' }]],
    [{ mode: 'live' }, [{ kind: 'live' }]],
    [{ mode: 'simulate' }, [{ kind: 'simulate', scenario: 'office' }]],
  ])('reads %j', (options, sources) => {
    expect(readStartSources(options)).toEqual(sources)
  })

  it.each([
    [{ mode: 'fast' }, '--mode "fast" is none of live, pcap, simulate'],
    [{ mode: 'pcap' }, '--mode pcap needs --pcap FILE'],
    [{ mode: 'pcap', folder: ['a'] }, '--mode pcap does not go with --folder'],
    [{ mode: 'live', pcap: ['a'] }, '--mode live does not go with --pcap'],
  ])('refuses %j', (options, message) => {
    expect(() => readStartSources(options)).toThrow(
      expect.objectContaining({ code: 'E_BAD_CONFIG', message }),
    )
  })
})
