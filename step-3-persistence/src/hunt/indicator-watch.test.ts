import { beforeEach, describe, expect, it } from 'vitest'
import { batchOf, type GivenFlow } from '../../test/flow-batches.ts'
import { typedValues } from './indicator/typed-value.ts'
import { IndicatorWatch, statedCountMax } from './indicator-watch.ts'
import { type MatchCircumstances, matchSeverity } from './match-severity.ts'
import { ThreatIntel } from './threat-intel.ts'

describe('IndicatorWatch', () => {
  let watch: IndicatorWatch
  beforeEach(async () => {
    const store = {
      feeds: async () => [],
      indicatorsOf: async () => [],
      replace: async () => {},
      note: async () => {},
      remove: async () => {},
    }
    const guard = () => ({ allowsPrivate: false })
    const intel = await ThreatIntel.open({ store, guard, now: () => new Date(0) })
    const listed = ['203.0.113.7', 'evil.example', 'http://shared.example/a', 'ab'.repeat(16)]
    const about = { threat_type: 'c2', confidence: 0.9, description: '', first_seen: null }
    await intel.add(
      'own',
      listed.flatMap(typedValues).map((value) => ({ ...value, ...about })),
    )
    watch = new IndicatorWatch(intel)
  })

  it.each<[string, GivenFlow, object]>([
    [
      'the address it contacted',
      { target: '203.0.113.7' },
      { target: '203.0.113.7', target_port: 443 },
    ],
    ['the name it visited', { names: ['cdn.evil.example'] }, { target: '192.0.2.9' }],
    ['the host with its port', { names: ['evil.example:8080'] }, { severity: 'high' }],
    [
      'the name it asked for',
      { names: ['evil.example'], port: 53 },
      { target: null, severity: 'medium' },
    ],
    ['the URL it requested', { urls: ['http://shared.example/a'] }, { severity: 'high' }],
    ['the program it is', { ja3: 'ab'.repeat(16) }, { severity: 'high' }],
    [
      'what contacted it',
      { source: '203.0.113.7', target: '10.0.0.5' },
      { target: '203.0.113.7', technique: null },
    ],
  ])('accuses a host by %s', (_, given, expected) => {
    const [found, ...others] = watch.look(batchOf(given), 'run')
    expect(others).toEqual([])
    expect(found).toMatchObject({
      kind: 'known_indicator',
      source: '10.0.0.5',
      score: 0.9,
      ...expected,
    })
  })

  it('leaves alone what no feed lists', () => {
    const given = [{ names: ['notevil.example'] }, { urls: ['http://shared.example/b'] }, {}]
    expect(watch.look(batchOf(...given), 'run')).toEqual([])
  })

  it('states a host and an indicator once in ten minutes of a run', () => {
    const at = (seconds: number, run = 'run') =>
      watch.look(batchOf({ target: '203.0.113.7', seconds }), run).length
    expect([at(0), at(1), at(599), at(600), at(601), at(601, 'other')]).toEqual([1, 0, 0, 1, 0, 1])
  })

  it('gives the same flow the same id, whenever it is reported', () => {
    const [first] = watch.look(batchOf({ target: '203.0.113.7' }), 'run')
    const [second] = watch.look(batchOf({ target: '203.0.113.7' }), 'other')
    expect(second?.detection_id).toBe(first?.detection_id)
  })

  it('forgets the pair that was stated first when there are too many', () => {
    const at = (index: number) => ({
      target: '203.0.113.7',
      source: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    })
    const all = Array.from({ length: statedCountMax }, (_, index) => at(index))
    expect(watch.look(batchOf(...all), 'run')).toHaveLength(statedCountMax)
    expect(watch.look(batchOf(at(0)), 'run')).toHaveLength(0)
    expect(watch.look(batchOf(at(statedCountMax)), 'run')).toHaveLength(1)
    expect(watch.look(batchOf(at(0)), 'run')).toHaveLength(1)
  })
})

describe('matchSeverity', () => {
  const visit = { place: 'target', isInbound: false, isAnswered: true, isQuestion: false } as const
  it.each<[Partial<MatchCircumstances>, string]>([
    [{ confidence: 0.8 }, 'high'],
    [{ confidence: 0.79 }, 'medium'],
    [{ confidence: 0.5 }, 'medium'],
    [{ confidence: 0.49 }, 'low'],
    [{ confidence: 0.9, isQuestion: true }, 'medium'],
    [{ confidence: 0.1, isQuestion: true }, 'low'],
    [{ confidence: 1, isInbound: true, isAnswered: false }, 'low'],
    [{ confidence: 1, isInbound: true }, 'high'],
    [{ confidence: 1, isAnswered: false }, 'high'],
  ])('of %j is %s', (given, expected) => {
    expect(matchSeverity({ ...visit, confidence: 1, ...given })).toBe(expected)
  })
})
