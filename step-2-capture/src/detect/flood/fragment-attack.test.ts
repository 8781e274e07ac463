import { describe, expect, test } from 'vitest'
import { fragment, fragment6, inPieces, misaligned } from '../../../test/fragment-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { fragmentAttack } from './fragment-attack.ts'

const kindsOf = (script: TrafficScript) =>
  script.settled(fragmentAttack).map(({ kind, source, target }) => `${kind} ${source} ${target}`)
const pair = '10.0.0.7 10.0.0.9'
const long = 'abcdefgh'.repeat(400)

describe('fragments that contradict one another', () => {
  test.each([
    ['within the first, as Teardrop has it', 16, '####', false],
    ['across the end of the first, with other bytes', 24, 'y'.repeat(40), true],
    ['at the same place, with other bytes', 0, 'y'.repeat(32), true],
  ])('%s', (_, start, data, hasMore) => {
    const script = fragment(new TrafficScript(), { data: 'x'.repeat(32), hasMore: true })
    expect(kindsOf(fragment(script.wait(0.001), { start, data, hasMore }))).toEqual([
      `contradicting_fragments ${pair}`,
    ])
  })

  test('by a length that no fragment with more behind it has', () => {
    const [found] = misaligned(new TrafficScript()).settled(fragmentAttack)
    expect(found?.severity).toBe('low')
    expect(found?.title).toBe(
      '10.0.0.7 sent 10.0.0.9 1 fragment that no system makes, with ' +
        'a length that is no multiple of 8 before the last (threshold: 1)',
    )
  })

  test.each([
    ['one that damage may explain', 1, 'low'],
    ['three of one host', 3, 'medium'],
  ])('%s', (_, count, severity) => {
    const script = new TrafficScript()
    for (let id = 1; id <= count; id++) misaligned(script, { id }).wait(0.1)
    expect(script.settled(fragmentAttack).at(-1)?.severity).toBe(severity)
  })

  test('an end within what has come, which made systems stop, is of medium severity at once', () => {
    const script = misaligned(new TrafficScript())
    fragment(script.wait(0.001), { start: 24, data: '####' })
    expect(script.settled(fragmentAttack).at(-1)?.severity).toBe('medium')
  })

  test('ordinary: a header that was damaged on the way', () => {
    const script = misaligned(new TrafficScript())
    script.records[0]?.bytes.set([9], 22)
    expect(kindsOf(script)).toEqual([])
  })

  test('in IPv6', () => {
    const script = fragment6(new TrafficScript(), { data: 'x'.repeat(32), hasMore: true })
    fragment6(script.wait(0.001), { start: 16, data: 'y'.repeat(32) })
    expect(kindsOf(script)).toEqual(['contradicting_fragments 2001:db8::7 2001:db8::9'])
  })

  test.each([
    ['the same twice', 0, 'x'.repeat(32), true],
    ['the same bytes, cut in another way', 8, 'x'.repeat(64), true],
  ])('ordinary: %s', (_, start, data, hasMore) => {
    const script = fragment(new TrafficScript(), { data: 'x'.repeat(32), hasMore: true })
    expect(kindsOf(fragment(script.wait(0.001), { start, data, hasMore }))).toEqual([])
  })

  test('ordinary: the identification of a datagram that was lost comes again after a while', () => {
    const script = fragment(new TrafficScript(), { data: 'x'.repeat(32), hasMore: true })
    fragment(script.wait(3), { data: 'y'.repeat(32), hasMore: true })
    expect(kindsOf(fragment(script, { start: 32, data: 'y' }))).toEqual([])
  })

  test('ordinary: a capture whose packets are shorter than it says', () => {
    const script = fragment(new TrafficScript(), { data: 'x'.repeat(64), hasMore: true })
    const [record] = script.records
    if (record) script.records[0] = { ...record, bytes: record.bytes.subarray(0, 70) }
    expect(kindsOf(script)).toEqual([])
  })
})

describe('a datagram longer than the longest', () => {
  test.each([
    ['reaches to the last byte', 65_504, 11, 0],
    ['reaches one byte further', 65_504, 12, 1],
  ])('%s', (_, start, length, count) => {
    const script = fragment(new TrafficScript(), { start, data: 'x'.repeat(length), protocol: 1 })
    expect(kindsOf(script)).toEqual(
      Array.from({ length: count }, () => `oversized_datagram ${pair}`),
    )
  })

  test.each([
    ['fits with 65,535 bytes of data', 7, 0],
    ['does not with 65,536', 8, 1],
  ])('in IPv6 it %s', (_, length, count) => {
    const script = fragment6(new TrafficScript(), { start: 65_528, data: 'x'.repeat(length) })
    expect(kindsOf(script)).toHaveLength(count)
  })
})

describe('a TCP header in two pieces', () => {
  test.each([
    [8, 3, 1],
    [16, 3, 1],
    [8, 2, 0],
    [24, 50, 0],
  ])('pieces of %i bytes in %i datagrams make %i findings', (size, count, found) => {
    const script = new TrafficScript()
    for (let id = 1; id <= count; id++) {
      inPieces(script, { id, data: 'x'.repeat(40), size, protocol: 6 }).wait(0.1)
    }
    expect(kindsOf(script)).toEqual(Array.from({ length: found }, () => `tiny_fragments ${pair}`))
  })
})

describe('datagrams that never end', () => {
  const begun = ({ count = 250, length = 32, wholeCount = 0, gapSeconds = 0.01 } = {}) => {
    const script = new TrafficScript()
    for (let id = 1; id <= count; id++) {
      fragment(script, { id, data: 'x'.repeat(length), hasMore: true })
      fragment(script, { id, start: 60_000, data: 'x'.repeat(16) }).wait(gapSeconds)
      if (id <= wholeCount) inPieces(script, { id: 1_000 + id, data: long, size: 240 })
    }
    return script
  }

  test('are a flood of low pieces for the memory of the target', () => {
    const [found] = begun().settled(fragmentAttack)
    expect(found).toMatchObject({ kind: 'fragment_flood', severity: 'medium', source: '10.0.0.7' })
    expect(found?.title).toBe(
      '10.0.0.9 got small first pieces of 250 datagrams and never the rest in 2 s, from 10.0.0.7 ' +
        '(threshold: 200 in 10 s)',
    )
  })

  test('are bad packets, nearly all', () => {
    expect(begun({ count: 1_000 }).engine(fragmentAttack).badCount).toBeGreaterThan(1_900)
  })

  test.each([
    ['fewer than a flood', begun({ count: 199 })],
    ['slowly, as losses are', begun({ gapSeconds: 0.2 })],
    ['first pieces of a full size, as a filter of ports leaves them', begun({ length: 1_480 })],
    ['some of them lost among many that arrive', begun({ wholeCount: 100 })],
  ])('ordinary: %s', (_, script) => {
    expect(kindsOf(script)).toEqual([])
  })
})

test('ordinary: fragments that come in any order, or of which the capture has the end alone', () => {
  const script = new TrafficScript()
  fragment(script, { id: 1, start: 2_960, data: 'x'.repeat(40) })
  fragment(script, { id: 1, start: 1_480, data: 'x'.repeat(1_480), hasMore: true })
  fragment(script, { id: 1, data: 'x'.repeat(1_480), hasMore: true })
  fragment(script, { id: 2, start: 1_480, data: 'x'.repeat(40) })
  expect(kindsOf(script)).toEqual([])
})
