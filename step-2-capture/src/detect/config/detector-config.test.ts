import { describe, expect, it } from 'vitest'
import { beaconing } from '../beacon/beaconing.ts'
import { pingSweep } from '../scan/ping-sweep.ts'
import { describedDetectors } from './described-detectors.ts'
import { DetectorConfig, type GivenSettings } from './detector-config.ts'
import { detectorRecords } from './detector-record.ts'
import { optionsOf } from './option-list.ts'
import { parseSetOptions } from './set-option.ts'
import { flattened, running } from './settings.ts'

const list = [pingSweep, beaconing]
const configOf = (given: GivenSettings) => new DetectorConfig(given, list)
const settingsOf = (config: DetectorConfig, name: string) =>
  running(list, config.settings).find((detector) => detector.name === name)?.settings

describe('DetectorConfig', () => {
  it('runs every detector with its defaults where nothing is given', () => {
    const config = configOf({})
    expect(running(list, config.settings)).toEqual(list)
    expect(config.originOf('beaconing.scoreMin')).toBe('default')
  })

  it('takes a value from the store before --set, and from there before the file', () => {
    const name = 'beaconing.scoreMin'
    const file = { [name]: 0.6 }
    const set = { [name]: 0.7 }
    const stored = { [name]: 0.8 }
    const steps = [
      [{ file }, 0.6, 'file'],
      [{ file, set }, 0.7, 'set'],
      [{ file, set, stored }, 0.8, 'stored'],
      [{ file, stored }, 0.8, 'stored'],
    ] as const
    for (const [given, value, origin] of steps) {
      const config = configOf(given)
      expect(settingsOf(config, 'beaconing')).toMatchObject({ scoreMin: value })
      expect(config.originOf(name)).toBe(origin)
    }
  })

  it('merges value by value: one level from the file, another from --set, the rest by default', () => {
    const config = configOf({
      file: { 'ping_sweep.levels.high': 50 },
      set: { 'ping_sweep.levels.low': 2 },
    })
    expect(settingsOf(config, 'ping_sweep')).toMatchObject({
      addressCountMin: 5,
      levels: { low: 2, medium: 10, high: 50 },
    })
  })

  it('replaces a list as a whole', () => {
    const name = 'beaconing.allow'
    const config = configOf({ file: { [name]: ['192.0.2.1'] }, set: { [name]: ['192.0.2.2'] } })
    expect(settingsOf(config, 'beaconing')).toMatchObject({ allow: ['192.0.2.2'] })
  })

  it('does not run what is switched off, and still lists it', () => {
    const config = configOf({ file: { 'beaconing.enabled': false } })
    expect(running(list, config.settings)).toEqual([pingSweep])
    expect(detectorRecords(config)).toMatchObject([
      { name: 'ping_sweep', enabled: true },
      { name: 'beaconing', enabled: false },
    ])
  })

  it('lets a change at run time hold, and forgets it at null: value, group or detector', () => {
    const given = { file: { 'beaconing.scoreMin': 0.6 } }
    const changed = configOf(given).changed({
      beaconing: { scoreMin: 0.9, enabled: false },
      ping_sweep: { levels: { low: 2, high: 20 } },
    })
    expect(changed.stored).toEqual({
      'beaconing.scoreMin': 0.9,
      'beaconing.enabled': false,
      'ping_sweep.levels.low': 2,
      'ping_sweep.levels.high': 20,
    })
    const value = changed.changed({ beaconing: { scoreMin: null } })
    expect(value.originOf('beaconing.scoreMin')).toBe('file')
    expect(value.settings['beaconing.scoreMin']).toBe(0.6)
    expect(value.settings['beaconing.enabled']).toBe(false)
    const group = value.changed({ ping_sweep: { levels: null } })
    expect(group.stored).toEqual({ 'beaconing.enabled': false })
    expect(group.changed({ beaconing: null }).stored).toEqual({})
  })

  it('changes nothing when all that is in force comes back', () => {
    const given = { file: { 'beaconing.allow': ['192.0.2.1'], 'ping_sweep.enabled': false } }
    const config = configOf(given).changed({ beaconing: { scoreMin: 0.9 } })
    const again = config.changed(config.inForce)
    expect(again.stored).toEqual({ 'beaconing.scoreMin': 0.9 })
    expect(again.inForce).toEqual(config.inForce)
    expect(config.inForce.ping_sweep).toMatchObject({ enabled: false, levels: { low: 5 } })
  })

  it.each([
    [{ beacon: {} }, 'beacon is not known; there are ping_sweep, beaconing'],
    [{ beacon: null }, 'beacon is not known; there are ping_sweep, beaconing'],
    [
      { beaconing: { scoreMn: null } },
      'beaconing.scoreMn is not known; beaconing has enabled, connectionCountMin, ',
    ],
    [{ beaconing: { scoreMin: 7 } }, 'beaconing.scoreMin must be a share from 0 to 1, not 7'],
    [{ beaconing: { allow: [null] } }, 'beaconing.allow.0: '],
    [{ beaconing: { allow: ['monitor'] } }, '"monitor" is neither an IP address nor a network'],
    [
      { ping_sweep: { levels: { high: 0 } } },
      'ping_sweep.levels.high must be a whole number from 1 to 1000000 addresses, not 0',
    ],
    [{ ping_sweep: { enabled: 'no' } }, 'ping_sweep.enabled must be true or false, not "no"'],
    [{ ping_sweep: 5 }, 'ping_sweep must be a map of settings, not 5'],
  ])('refuses the change %j by name, with range and unit', (patch, message) => {
    const before = configOf({})
    expect(() => before.changed(patch)).toThrow(
      expect.objectContaining({ code: 'E_BAD_OPTION', message: expect.stringContaining(message) }),
    )
  })

  it('leaves out what is stored and no longer known, and says so', () => {
    const stored = {
      'beaconing.scoreMin': 0.7,
      'beaconing.former': 3,
      'gone.limit': 1,
      'ping_sweep.addressCountMin': 0,
    }
    const { config, refused } = configOf({}).withStored(stored)
    expect(config.stored).toEqual({ 'beaconing.scoreMin': 0.7 })
    expect(refused).toEqual(['beaconing.former', 'gone.limit', 'ping_sweep.addressCountMin'])
  })
})

describe('--set', () => {
  it.each([
    ['beaconing.scoreMin=0.8', { 'beaconing.scoreMin': 0.8 }],
    ['beaconing.connectionCountMin=30', { 'beaconing.connectionCountMin': 30 }],
    ['ping_sweep.levels.high=50', { 'ping_sweep.levels.high': 50 }],
    ['ping_sweep.enabled=false', { 'ping_sweep.enabled': false }],
    ['beaconing.allow=192.0.2.7, 10.0.0.0/8', { 'beaconing.allow': ['192.0.2.7', '10.0.0.0/8'] }],
    ['beaconing.allow=', { 'beaconing.allow': [] }],
    ['odd_port.backdoorPorts=4444, 1337', { 'odd_port.backdoorPorts': [4444, 1337] }],
  ])('reads %s by the schema of the option', (text, settings) => {
    expect(parseSetOptions(describedDetectors, [text])).toEqual(settings)
  })

  it('takes the last of two for the same option', () => {
    const texts = ['beaconing.scoreMin=0.8', 'beaconing.scoreMin=0.9']
    expect(parseSetOptions(list, texts)).toEqual({ 'beaconing.scoreMin': 0.9 })
  })

  it.each([
    ['beaconing', '--set beaconing is not DETECTOR.OPTION=VALUE'],
    ['scoreMin=0.8', '--set scoreMin=0.8 is not DETECTOR.OPTION=VALUE'],
    ['beacon.scoreMin=0.8', 'beacon is not known'],
    [
      'beaconing.scoreMn=0.8',
      'beaconing.scoreMn is not known; beaconing has enabled, connectionCountMin',
    ],
    ['beaconing.scoreMin=high', 'beaconing.scoreMin must be a share from 0 to 1, not "high"'],
    ['beaconing.scoreMin=', 'beaconing.scoreMin must be a share from 0 to 1, not ""'],
    [
      'beaconing.connectionCountMin=1e9',
      'must be a whole number from 1 to 1000000 connections, not 1000000000',
    ],
    ['ping_sweep.levels=5', 'ping_sweep.levels must be a map of settings, not "5"'],
    ['ping_sweep.enabled=no', 'ping_sweep.enabled must be true or false, not "no"'],
    ['__proto__.scoreMin=1', '__proto__ is not known'],
    ['beaconing.__proto__=1', 'beaconing.__proto__ is not known'],
  ])('refuses %s', (text, message) => {
    expect(() => parseSetOptions(list, [text])).toThrow(
      expect.objectContaining({ code: 'E_BAD_OPTION', message: expect.stringContaining(message) }),
    )
  })
})

describe('optionsOf', () => {
  it('gives each option with default, unit, range and source, a level as an option of its own', () => {
    expect(optionsOf(beaconing)).toContainEqual({
      name: 'scoreMin',
      type: 'number',
      about: 'Score from which it is a beacon',
      default: 0.85,
      unit: 'share',
      min: 0,
      max: 1,
      source: 'RITA',
    })
    expect(optionsOf(pingSweep).map(({ name }) => name)).toContain('levels.medium')
  })

  it('says of every option of every detector what it counts, in which unit, within which range', () => {
    for (const detector of describedDetectors) {
      for (const { name, type, about, unit, min, max, default: value } of optionsOf(detector)) {
        expect(name).not.toBe('enabled')
        expect([about, unit].every(Boolean) || type === 'boolean', `${detector.name}.${name}`).toBe(
          true,
        )
        if (type !== 'integer' && type !== 'number') continue
        expect(Number(min)).toBeLessThanOrEqual(Number(value))
        expect(Number(value)).toBeLessThanOrEqual(Number(max))
      }
    }
  })

  it('has the default that is in force where nothing is given', () => {
    const { inForce } = new DetectorConfig()
    for (const detector of describedDetectors) {
      const defaults = optionsOf(detector).map((option) => [option.name, option.default])
      const expected = { enabled: true, ...Object.fromEntries(defaults) }
      expect(flattened(inForce[detector.name] ?? {})).toEqual(expected)
    }
  })
})
