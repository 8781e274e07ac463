import { describe, expect, it } from 'vitest'
import { readStartOptions } from './start-options.ts'

describe('readStartOptions', () => {
  it('takes --config once and --set as often as it stands there', () => {
    const args = ['--set', 'beaconing.scoreMin=0.8', '--config=net.yaml', '--set=a.b=1']
    expect(readStartOptions(args)).toEqual({
      config: 'net.yaml',
      set: ['beaconing.scoreMin=0.8', 'a.b=1'],
    })
    expect(readStartOptions([])).toEqual({})
  })

  it.each([[['--confg', 'x']], [['net.yaml']], [['--config']]])('refuses %j', (args) => {
    expect(() => readStartOptions(args)).toThrow(
      expect.objectContaining({
        code: 'E_BAD_CONFIG',
        fix: 'It takes --config FILE and --set DETECTOR.OPTION=VALUE, behind two dashes: npm start -- --config FILE',
      }),
    )
  })

  it('refuses what a step has no use for', () => {
    expect(() => readStartOptions(['--set', 'a.b=1'], ['config'])).toThrow(
      expect.objectContaining({ code: 'E_BAD_CONFIG', message: 'this step does not take --set' }),
    )
  })
})
