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

const severitiesOf = (script: TrafficScript) => script.severities(pingSweep)

/** Of each detection the number of addresses, by revision. */
const countsOf = (script: TrafficScript) =>
  script.detect(pingSweep).map(({ revision, reasons }) => [revision, reasons[0]?.actual])

test.each([
  [5, [[1, 5]]],
  [
    6,
    [
      [1, 5],
      [2, 6],
    ],
  ],
  [
    10,
    [
      [1, 5],
      [2, 10],
    ],
  ],
  [
    19,
    [
      [1, 5],
      [2, 10],
      [3, 19],
    ],
  ],
])(
  'at the end of a capture with a sweep of %i its last detection has the final number',
  (count, counts) => {
    expect(countsOf(sweep(count, 0))).toEqual(counts)
  },
)

test('at the end of a burst its detection is updated, with the time of its last ping', () => {
  const script = sweep(8, 0)
  const [stated, updated] = script.wait(60).ping('10.0.9.1', '10.0.9.2', 8).detect(pingSweep)
  expect(updated).toMatchObject({ detection_id: stated?.detection_id, revision: 2 })
  // The detection is a minute old by then, and says when the burst was seen last.
  expect((updated?.last_seen_epoch ?? 0) - (stated?.last_seen_epoch ?? 0)).toBeLessThan(0.2)
  expect(updated?.title).toContain('pinged 8 addresses')
})

test('a burst that ended is not updated by the next', () => {
  const script = sweep(8, 0).wait(70)
  for (let i = 101; i <= 104; i++) script.ping(source, `10.0.1.${i}`, 8).wait(0.05)
  expect(countsOf(script.wait(2).ping('10.0.9.1', '10.0.9.2', 8))).toEqual([
    [1, 5],
    [2, 8],
  ])
})

test('a burst is updated though the next begins within the same second', () => {
  const script = sweep(8, 0).wait(57.85).ping('10.0.9.1', '10.0.9.2', 8).wait(0.6)
  for (let i = 101; i <= 120; i++) {
    script.ping(source, `10.0.1.${i}`, 8).ping(`10.0.1.${i}`, source, 0)
  }
  expect(countsOf(script)[1]).toEqual([2, 8])
})

test('an update is as grave as the burst has become', () => {
  const script = sweep(119, 0)
  const [stated, ...updates] = script.detect(pingSweep)
  expect(stated).toMatchObject({ revision: 1, severity: 'low' })
  expect(updates.at(-1)).toMatchObject({ severity: 'high' })
  expect(updates.at(-1)?.detection_id).toBe(stated?.detection_id)
})

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
