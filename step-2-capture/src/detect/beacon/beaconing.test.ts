import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { Random } from '../../simulate/random.ts'
import { beaconScore, jitter, regularity } from './beacon-score.ts'
import { beaconing } from './beaconing.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']
const hello = '\x16\x03\x01\x00\x05hello'

interface Calls {
  readonly count: number
  readonly gap: (random: Random) => number
  readonly size?: (random: Random) => number
  readonly isNamed?: boolean
  readonly to?: string
}

function call({ count, gap, size = () => 300, isNamed = false, to = server }: Calls) {
  const script = new TrafficScript()
  const random = new Random('beacon')
  for (let i = 0; i < count; i++) {
    if (isNamed) lookUp(script, { client, name: 'cdn.example', answer: server })
    const says = [hello + 'x'.repeat(size(random)), hello]
    script.connection(client, `${to}:443`, { says }).wait(gap(random))
  }
  return script
}

const severitiesOf = (script: TrafficScript, options = {}) =>
  script.detect(beaconing.with(options)).map((found) => found.severity)

test.each([
  [19, []],
  [20, ['low']],
  [40, ['low', 'medium']],
])('%i regular calls to an address out of the blue are reported as %j', (count, severities) => {
  expect(severitiesOf(call({ count, gap: () => 60 }))).toEqual(severities)
})

test('calls by name count when the caller sleeps between them', () => {
  expect(severitiesOf(call({ count: 20, gap: () => 30, isNamed: true }))).toEqual(['medium'])
  expect(severitiesOf(call({ count: 20, gap: () => 5, isNamed: true }))).toEqual(['low'])
})

test('names both ends, the pace and the parts of the score', () => {
  const [found] = call({ count: 20, gap: () => 60 }).detect(beaconing)
  expect(found).toMatchObject({ source: client, target: server, target_port: 443 })
  expect(found?.title).toMatch(/connected to 198\.51\.100\.7:443 20 times in 19 min, every 60\.0 s/)
  const parts = found?.reasons.slice(0, 4).map(({ contribution }) => contribution ?? 0) ?? []
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(found?.score ?? 0, 2)
})

test('a fifth of jitter is still a beacon', () => {
  const script = call({ count: 40, gap: (random) => 60 * random.between(0.8, 1.2) })
  expect(severitiesOf(script)).toContain('medium')
})

test.each([
  [
    'people who browse',
    { gap: (r: Random) => r.exponential(60), size: (r: Random) => r.integer(200, 2000) },
  ],
  [
    'a door that opens now and then',
    { gap: (r: Random) => r.between(40, 90), size: (r: Random) => r.integer(180, 320) },
  ],
  ['sizes that differ', { gap: () => 60, size: (r: Random) => r.integer(100, 1400) }],
  ['a program that works without a pause', { gap: () => 0.2 }],
])('%s are no beacon', (_, calls) => {
  expect(severitiesOf(call({ count: 120, ...calls }))).toEqual([])
})

test('a poller of an allowed destination is no beacon', () => {
  const script = call({ count: 60, gap: () => 60 })
  expect(severitiesOf(script, { allow: [server] })).toEqual([])
})

test('polling inside the own network is no beacon', () => {
  expect(severitiesOf(call({ count: 60, gap: () => 60, to: '10.0.0.9' }))).toEqual([])
})

test.each([
  [[5, 5, 5, 5, 5], 1, 0],
  [[1, 2, 3, 4, 5], 0.833, 0.333],
  [[1, 1, 1, 1, 90], 1, 0],
])('the regularity of %j is %d, its jitter %d', (values, expected, expectedJitter) => {
  expect(regularity(values)).toBeCloseTo(expected, 2)
  expect(jitter(values)).toBeCloseTo(expectedJitter, 2)
})

test('the score of a perfect beacon is one in every part', () => {
  const startSeconds = Array.from({ length: 48 }, (_, i) => i * 10)
  const sentBytes = startSeconds.map(() => 100)
  const score = beaconScore({ startSeconds, sentBytes, watchedSeconds: 470 })
  expect(score.time).toBe(1)
  expect(score.size).toBe(1)
  expect(score.duration).toBe(1)
  expect(score.histogram).toBeGreaterThan(0.8)
})
