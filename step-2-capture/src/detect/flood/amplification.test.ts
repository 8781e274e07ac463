import { expect, test } from 'vitest'
import { ask } from '../../../test/amplification-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { amplification } from './amplification.ts'

const found = (script: TrafficScript) =>
  script
    .settled(amplification)
    .map(({ severity, source, target }) => `${severity} ${source} ${target}`)

test('the same question twenty times that is answered with many times as many bytes is found', () => {
  expect(found(ask(new TrafficScript(), { count: 19 }))).toEqual([])
  const script = ask(new TrafficScript(), { count: 20 })
  expect(found(script)).toEqual(['medium 203.0.113.9 10.0.0.9'])
  expect(script.settled(amplification)[0]?.title).toContain(
    '203.0.113.9, or who forges that address, had 10.0.0.9 port 123 answer the same question 20 times',
  )
})

test('of DNS questions the number does not count, and only types with long answers do', () => {
  expect(found(ask(new TrafficScript(), { port: 53, recordType: 255 }))).toHaveLength(1)
  expect(found(ask(new TrafficScript(), { port: 53, recordType: 1 }))).toEqual([])
})

test('thousands of them are of high severity', () => {
  const script = ask(new TrafficScript(), { count: 3_000, gapSeconds: 0.003 })
  expect(found(script).at(-1)).toBe('high 203.0.113.9 10.0.0.9')
})

test.each([
  ['short answers', { answerBytes: 100 }],
  ['questions that differ', { differs: true }],
  ['a question each minute', { gapSeconds: 60 }],
  ['another service', { port: 5_000 }],
])('ordinary: %s', (_, given) => {
  expect(found(ask(new TrafficScript(), given))).toEqual([])
})
