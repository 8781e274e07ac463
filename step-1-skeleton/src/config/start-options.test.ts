import { describe, expect, it } from 'vitest'
import { readStartOptions, step1Options } from './start-options.ts'

describe('readStartOptions', () => {
  it('takes --config once and --set as often as it stands there', () => {
    const args = ['--set', 'beaconing.scoreMin=0.8', '--config=net.yaml', '--set=a.b=1']
    expect(readStartOptions(args)).toEqual({
      config: 'net.yaml',
      set: ['beaconing.scoreMin=0.8', 'a.b=1'],
    })
    expect(readStartOptions([])).toEqual({})
  })

  it('takes several sources', () => {
    const args = ['--interface', 'eth0', '--interface=eth1', '--pcap', 'a.pcap', '--port', '1']
    expect(readStartOptions(args)).toEqual({
      interface: ['eth0', 'eth1'],
      pcap: ['a.pcap'],
      port: '1',
    })
  })

  it.each([[['--confg', 'x']], [['net.yaml']], [['--config']]])('refuses %j', (args) => {
    expect(() => readStartOptions(args)).toThrow(
      expect.objectContaining({
        code: 'E_BAD_CONFIG',
        fix: expect.stringMatching(
          /^It takes --config FILE, .*--interface NAME, .*, behind two dashes:/,
        ),
      }),
    )
  })

  it('refuses what a step has no use for', () => {
    expect(() => readStartOptions(['--set', 'a.b=1'], step1Options)).toThrow(
      expect.objectContaining({ code: 'E_BAD_CONFIG', message: 'this step does not take --set' }),
    )
  })
})
