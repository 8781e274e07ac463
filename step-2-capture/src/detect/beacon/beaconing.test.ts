import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { clientHello, records } from '../../../test/hello-bytes.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { Random } from '../../simulate/random.ts'
import { beaconScore, jitter, regularity } from './beacon-score.ts'
import { beaconing } from './beaconing.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']
const tlsHello = '\x16\x03\x01\x00\x05hello'

interface Calls {
  readonly count: number
  readonly gap: (random: Random) => number
  readonly size?: (random: Random) => number
  readonly isNamed?: boolean
  readonly to?: string
  readonly hello?: string
}

function call(calls: Calls): TrafficScript {
  const { count, gap, size = () => 300, isNamed = false, to = server, hello = tlsHello } = calls
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
  script.severities(beaconing.with(options))

test.each([
  [9, []],
  [10, ['low']],
  [20, ['low', 'medium']],
])('%i regular calls to an address out of the blue are reported as %j', (count, severities) => {
  expect(severitiesOf(call({ count, gap: () => 60 }))).toEqual(severities)
})

test('a device that speaks a protocol of its own is of medium severity later', () => {
  const own = (count: number) => call({ count, gap: () => 60, hello: 'own protocol' })
  expect(severitiesOf(own(29))).toEqual(['low'])
  expect(severitiesOf(own(50))).toEqual(['low', 'medium'])
})

test('calls by name count when the caller sleeps between them', () => {
  expect(severitiesOf(call({ count: 20, gap: () => 30, isNamed: true }))).toEqual(['low', 'medium'])
  expect(severitiesOf(call({ count: 20, gap: () => 5, isNamed: true }))).toEqual(['low'])
})

test('names both ends, the pace and the parts of the score', () => {
  const found = call({ count: 20, gap: () => 60 })
    .detect(beaconing)
    .at(-1)
  expect(found).toMatchObject({ source: client, target: server, target_port: 443 })
  expect(found?.title).toMatch(/called 198\.51\.100\.7:443 20 times in 19 min, every 60\.0 s/)
  const parts = found?.reasons.slice(0, 4).map(({ contribution }) => contribution ?? 0) ?? []
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(found?.score ?? 0, 2)
})

test.each([0.2, 0.3])('a jitter of %f to both sides is still a beacon', (jitter) => {
  const gap = (random: Random) => 60 * random.between(1 - jitter, 1 + jitter)
  expect(severitiesOf(call({ count: 40, gap }))).toContain('medium')
})

test('sessions of TLS with a service inside are, and other connections are not', () => {
  const calls = { count: 20, gap: () => 60, to: '10.0.0.9' }
  const hello = Buffer.from(records(clientHello())).toString('latin1')
  expect(severitiesOf(call({ ...calls, hello }))).toEqual(['medium'])
  expect(severitiesOf(call({ ...calls, hello: 'own protocol' }))).toEqual([])
})

interface Polls {
  readonly count?: number
  readonly gap?: (random: Random, i: number) => number
  readonly headers?: string
  readonly target?: (i: number) => string
  readonly caller?: (i: number) => string
}

/** Requests over one connection that stays open, some at the heels of another. */
function poll(given: Polls = {}): TrafficScript {
  const { count = 24, gap = () => 5, headers = '', target = () => '/work' } = given
  const { caller = () => client } = given
  const script = new TrafficScript()
  const random = new Random('poll')
  for (let i = 0; i < count; i++) {
    const from = `${caller(i)}:40001`
    const payload = `POST ${target(i)} HTTP/1.1\r\nHost: 10.0.0.9\r\n${headers}\r\n`
    const flags = TcpFlag.ack | TcpFlag.psh
    script.tcp(from, '10.0.0.9:8080', flags, { sequence: 1 + 400 * i, payload })
    if (i % 3 === 0)
      script.wait(0.05).tcp(from, '10.0.0.9:8080', flags, { sequence: 200 + 400 * i, payload })
    script.wait(gap(random, i))
  }
  return script
}

test('requests inside one connection are calls, and those at the heels of one are the same', () => {
  expect(severitiesOf(poll())).toEqual(['medium'])
  const found = poll().detect(beaconing)
  expect(found[0]?.title).toMatch(/called 10\.0\.0\.9:8080 10 times in 45 s/)
})

test('a poller of a few targets needs no beat', () => {
  const gap = (random: Random) => random.between(2, 14)
  const target = (i: number) => ['/news', '/work', '/login'][i % 3]!
  expect(severitiesOf(poll({ count: 90, gap, target }))).toContain('medium')
  const many = (i: number) => `/page/${i}`
  expect(severitiesOf(poll({ count: 90, gap, target: many }), { gapJitterMax: 0 })).toEqual([])
  const byChance = (random: Random) => random.exponential(8)
  expect(severitiesOf(poll({ count: 90, gap: byChance, target }))).toEqual([])
})

test('a page that renews a part of itself is of low severity', () => {
  const headers = 'Referer: http://10.0.0.9/\r\n'
  expect(severitiesOf(poll({ headers }))).toEqual(['low'])
})

test.each([
  ['an agent of a monitor', { headers: 'User-Agent: check_http/v2.3.3\r\n' }],
  ['a target of a monitor', { target: () => '/health' }],
])('%s is of low severity', (_, polls) => {
  expect(severitiesOf(poll(polls))).toEqual(['low'])
})

test('a service that many hosts poll is of low severity', () => {
  const caller = (i: number) => `10.0.0.${20 + (i % 6)}`
  const found = poll({ count: 6 * 12, gap: () => 1.5, caller }).detect(beaconing)
  expect(found.length).toBeGreaterThan(3)
  expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(['low']))
})

test.each([
  [12, '10.0.0.9:7011', ['medium']],
  [12, '198.51.100.9:7011', ['low']],
  [12, '10.0.0.9:161', []],
])(
  '%i datagrams a minute apart to %s, each from a new port, are reported as %j',
  (count, to, severities) => {
    const script = new TrafficScript()
    for (let i = 0; i < count; i++)
      script.udp(`${client}:${40_000 + i}`, to, 'x'.repeat(238)).wait(60)
    expect(severitiesOf(script)).toEqual(severities)
  },
)

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
