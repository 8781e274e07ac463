import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { pingSweep } from './ping-sweep.ts'

const source = '10.0.0.5'

/** Pings hosts one after another; every `answeredEach`-th answers, none for 0. */
function sweep(count: number, answeredEach: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 1; i <= count; i++) {
    const target = `10.0.1.${i}`
    script.ping(source, target, 8).wait(0.05)
    if (answeredEach > 0 && i % answeredEach === 0) script.ping(target, source, 0)
  }
  return script.wait(2).ping('10.0.9.1', '10.0.9.2', 8)
}

const severitiesOf = (script: TrafficScript) =>
  script.detect(pingSweep).map((found) => found.severity)

test.each([
  [4, []],
  [5, ['low']],
  [9, ['low']],
  [10, ['low', 'medium']],
])('%i silent hosts pinged within seconds are reported as %j', (count, severities) => {
  expect(severitiesOf(sweep(count, 0))).toEqual(severities)
})

test('a sweep of a network of which two thirds answer is found too', () => {
  const [first] = sweep(15, 1.5).detect(pingSweep)
  expect(first).toMatchObject({ kind: 'ping_sweep', source, target: null })
})

test('a monitor whose hosts nearly all answer is no sweep', () => {
  const script = new TrafficScript()
  for (let i = 1; i <= 50; i++) {
    script.ping(source, `10.0.1.${i}`, 8)
    if (i % 10 !== 0) script.ping(`10.0.1.${i}`, source, 0)
    script.wait(0.1)
  }
  expect(severitiesOf(script.wait(2).ping('10.0.9.1', '10.0.9.2', 8))).toEqual([])
})

test('one host that is pinged all day is no sweep', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 100; i++) script.ping(source, '10.0.1.1', 8).wait(61)
  expect(severitiesOf(script)).toEqual([])
})
