import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { startSeconds, TrafficScript } from '../../../test/traffic-script.ts'
import { exfiltration } from './exfiltration.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']
/** A hundredth of the default limits, so that the captures stay small. */
const options = {
  kilobytesMin: 30,
  unnamedLevels: { low: 30, medium: 200 },
  namedLevels: { low: 30, medium: 2_000 },
}

function upload(script: TrafficScript, bytes: number, answer = 'ok', to = server): TrafficScript {
  return script.connection(client, `${to}:443`, { says: ['x'.repeat(bytes), answer] }).wait(60)
}

const severitiesOf = (script: TrafficScript) => script.severities(exfiltration.with(options))

test.each([
  [29_000, []],
  [31_000, ['low']],
  [250_000, ['medium']],
])('%i bytes sent outside are reported as %j', (bytes, severities) => {
  expect(severitiesOf(upload(new TrafficScript(), bytes))).toEqual(severities)
})

test('what goes to a service that was asked for by name weighs less', () => {
  const script = new TrafficScript()
  lookUp(script, { client, name: 'drive.example', answer: server })
  expect(severitiesOf(upload(script, 250_000))).toEqual(['low'])
})

const hours = 3_600

test('a backup that has always been as large is no exfiltration', () => {
  // The first one went both ways, and was none: nothing of it was reported.
  const script = upload(new TrafficScript(), 100_000, 'x'.repeat(20_000)).wait(2 * hours)
  for (let night = 0; night < 4; night++) upload(script, 100_000).wait(2 * hours)
  expect(severitiesOf(script)).toEqual([])
})

test.each([
  [2.9, ['low']],
  [3.1, ['low', 'medium']],
])('a backup that is %d times as large as ever is reported as %j', (growth, severities) => {
  const script = upload(new TrafficScript(), 100_000).wait(2 * hours)
  expect(severitiesOf(upload(script, 100_000 * growth))).toEqual(severities)
})

test('a call, which goes both ways, is no exfiltration', () => {
  expect(severitiesOf(upload(new TrafficScript(), 250_000, 'x'.repeat(200_000)))).toEqual([])
})

test('a copy to a server of the own network is no exfiltration', () => {
  expect(severitiesOf(upload(new TrafficScript(), 250_000, 'ok', '10.0.0.9'))).toEqual([])
})

test('lasts from the first packet of its first flow to the last packet of its last', () => {
  const script = new TrafficScript().wait(5)
  const parts = Array.from({ length: 40 }, () => ['x'.repeat(1_000), 'ok']).flat()
  upload(
    script.connection(client, `${server}:443`, { says: parts, gapSeconds: 1 }).wait(20),
    100_000,
  )
  const found = script.settled(exfiltration.with(options)).at(-1)
  const { first_seen_epoch, last_seen_epoch, title } = found ?? expect.fail()
  expect(first_seen_epoch).toBeCloseTo(startSeconds + 5, 1)
  expect(last_seen_epoch - first_seen_epoch).toBeGreaterThan(90)
  expect(title).toContain(' in 100 s and')
})

test('names both ends, how much, and what is typical', () => {
  const [found] = upload(new TrafficScript(), 2_000_000).detect(exfiltration.with(options))
  expect(found).toMatchObject({ source: client, target: server, target_port: 443 })
  expect(found?.title).toContain('sent 2 MB to 198.51.100.7')
})
