import { describe, expect, test } from 'vitest'
import { AirScript } from '../../../test/air-script.ts'
import { LinkType } from '../../pcap/link-type.ts'
import { ManagementSubtype } from '../../simulate/packet-builder/wireless.ts'
import { wirelessFlood } from './wireless-flood.ts'
import { clockCountMax } from './wireless-flood-trackers.ts'

const kindsOf = (script: AirScript) =>
  script.settled(wirelessFlood).map(({ severity, kind }) => `${severity} ${kind}`)

describe('frames that end connections', () => {
  const flood = ({ count = 40, gapSeconds = 0.01, isRetry = false, isEncrypted = false } = {}) => {
    const script = new AirScript()
    for (let i = 0; i < count; i++) {
      const ends = i % 2 === 0 ? { from: 1, to: 2 } : { from: 2, to: 1, of: 1 }
      script.leave(ends, { isRetry, isEncrypted }).wait(gapSeconds)
    }
    return script
  }

  test('between a station and its access point are a flood', () => {
    const [found] = flood().settled(wirelessFlood)
    expect(found).toMatchObject({
      kind: 'deauthentication_flood',
      severity: 'medium',
      source: '02:00:00:00:00:01',
      target: '02:00:00:00:00:02',
    })
    expect(found?.title).toBe(
      '40 frames in 390 ms ended connections with the access point 02:00:00:00:00:01, the first in ' +
        'the name of 02:00:00:00:00:01 to 02:00:00:00:00:02 (threshold: 40 in 10 s)',
    )
  })

  test('by disassociation, to everyone', () => {
    const script = new AirScript()
    for (let i = 0; i < 400; i++) {
      script.manage(ManagementSubtype.disassociation, { from: 1 }, Buffer.from([8, 0])).wait(0.01)
    }
    expect(kindsOf(script).at(-1)).toBe('high deauthentication_flood')
  })

  test('are bad packets, and the beacons of the access point are not', () => {
    const script = flood({ count: 200 })
    for (let i = 0; i < 50; i++) script.beacon(1).wait(0.01)
    expect(script.engine(wirelessFlood).badCount).toBe(200)
  })

  test('are judged, though they hold neither IP nor ARP', () => {
    expect(flood().engine(wirelessFlood)).toMatchObject({ packetCount: 40, undecodedCount: 0 })
  })

  test.each([
    ['fewer than a flood', flood({ count: 39 })],
    ['a frame that is repeated until it is confirmed', flood({ count: 500, isRetry: true })],
    ['frames that only the access point itself can sign', flood({ count: 500, isEncrypted: true })],
    ['stations that come and go for an hour', flood({ count: 500, gapSeconds: 2 })],
  ])('ordinary: %s', (_, script) => {
    expect(kindsOf(script)).toEqual([])
  })

  test('ordinary: an access point that sends all its stations away, and each one that leaves', () => {
    const script = new AirScript()
    for (let ap = 1; ap <= 100; ap++) {
      for (let i = 0; i < 5; i++) script.leave({ from: ap }).wait(0.01)
    }
    expect(kindsOf(script)).toEqual([])
  })
})

describe('stations that want to join', () => {
  test.each([
    [99, 0],
    [100, 1],
  ])('%i make %i findings', (count, found) => {
    const script = new AirScript()
    for (let station = 1; station <= count; station++) script.join(100 + station, 1).wait(0.05)
    expect(kindsOf(script)).toEqual(Array.from({ length: found }, () => 'medium joining_flood'))
  })

  test('ordinary: one that tries again and again, and as many at ten access points', () => {
    const script = new AirScript()
    for (let i = 0; i < 500; i++) script.join(99, 1).wait(0.01)
    for (let i = 0; i < 500; i++) script.join(100 + i, 1 + (i % 10)).wait(0.01)
    expect(kindsOf(script)).toEqual([])
  })
})

describe('access points that announce themselves', () => {
  const announced = ({ count = 400, gapSeconds = 0.02, timestampUs = -1, between = 0 } = {}) => {
    const script = new AirScript()
    for (let i = 0; i < count; i++) {
      script.beacon(1_000 + i, timestampUs === -1 ? {} : { timestampUs }).wait(gapSeconds)
      for (let n = 0; n < between; n++) script.beacon(1 + n)
    }
    return script
  }

  test('are a flood where no hall has as many', () => {
    const [found] = announced().settled(wirelessFlood)
    expect(found).toMatchObject({ kind: 'beacon_flood', severity: 'medium' })
    expect(found?.title).toBe(
      '400 access points announced themselves in 8 s (threshold: 400 in 10 s)',
    )
  })

  test('and have one clock are one device, between others', () => {
    const [found] = announced({ count: 25, timestampUs: 5, between: 3 }).settled(wirelessFlood)
    expect(found?.title).toMatch(/^2\d access points with one clock announced themselves in /)
  })

  test.each([
    [clockCountMax - 1, 1],
    [clockCountMax, 0],
  ])('after %i other clocks the first makes %i findings', (between, found) => {
    const script = announced({ count: 20, timestampUs: 5, between })
    expect(kindsOf(script)).toHaveLength(found)
  })

  test.each([
    ['a hall', announced({ count: 399 })],
    ['a ride through a city', announced({ count: 2_000, gapSeconds: 0.05 })],
    ['the networks of one device', announced({ count: 16, timestampUs: 0 })],
  ])('ordinary: %s', (_, script) => {
    expect(kindsOf(script)).toEqual([])
  })
})

test.each([
  [false, 1],
  [true, 0],
])('of frames that the card calls damaged (%s) are %i findings', (isDamaged, found) => {
  const script = new AirScript(LinkType.radiotap)
  for (let i = 0; i < 400; i++) script.beacon(1_000 + i, {}, { isDamaged }).wait(0.01)
  expect(kindsOf(script)).toHaveLength(found)
})
