import { expect, test } from 'vitest'
import { macBytes, neighbour, preferred, router } from '../../../test/lan-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { neighbourSpoofing } from './neighbour-spoofing.ts'

const kindsOf = (script: TrafficScript) =>
  script.detect(neighbourSpoofing).map(({ severity, kind }) => `${severity} ${kind}`)

test('a device that claims the address of another is found with the second claim', () => {
  const script = neighbour(new TrafficScript(), { from: 1, of: 1 })
  neighbour(script, { from: 6, of: 1 })
  expect(kindsOf(script)).toEqual([])
  neighbour(script, { from: 6, of: 1 })
  expect(kindsOf(script)).toEqual(['high neighbour_spoofing'])
  expect(script.detect(neighbourSpoofing)[0]).toMatchObject({
    source: '02:00:00:00:00:06',
    target: 'fe80::1',
  })
})

test('an address that passes to another device after a while is no attack', () => {
  const script = neighbour(new TrafficScript(), { from: 1, of: 1 }).wait(301)
  for (let i = 0; i < 5; i++) neighbour(script, { from: 6, of: 1 })
  expect(kindsOf(script)).toEqual([])
})

test('a second router that wants to be preferred is reported, two equal ones are not', () => {
  const script = router(new TrafficScript(), { from: 1, of: 1 })
  router(script, { from: 2, of: 2 })
  expect(kindsOf(script)).toEqual([])
  router(script, { from: 6, of: 6 }, preferred)
  expect(kindsOf(script)).toEqual(['medium rogue_router'])
})

test('a network whose only router wants to be preferred is left alone', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 5; i++) router(script, { from: 1, of: 1 }, preferred)
  expect(kindsOf(script)).toEqual([])
})

/** Devices 6 and 5 send something to the Internet, which device 9 leads to. */
function ways(): TrafficScript {
  const script = new TrafficScript()
  for (const device of [5, 6]) {
    script.udp(`10.0.0.${device}:5353`, '198.51.100.7:9000')
    script.records.at(-1)?.bytes.set([...macBytes(9), ...macBytes(device)], 0)
  }
  return script
}

test('a first router that is led out by another device itself, or wants to be preferred, is reported', () => {
  expect(kindsOf(router(ways(), { from: 6, of: 6 }))).toEqual(['medium rogue_router'])
  expect(kindsOf(router(ways(), { from: 7, of: 7 }, preferred))).toEqual(['medium rogue_router'])
  expect(router(ways(), { from: 6, of: 6 }).detect(neighbourSpoofing)[0]?.title).toBe(
    '02:00:00:00:00:06 announces itself as a router: it sends its own packets to the router ' +
      '02:00:00:00:00:09, and none announced IPv6 before',
  )
})

test('a first router that is the gateway, or another device of its own, is left alone', () => {
  expect(kindsOf(router(ways(), { from: 9, of: 9 }, preferred))).toEqual([])
  expect(kindsOf(router(ways(), { from: 7, of: 7 }))).toEqual([])
})

test("messages in the router's name from another device are reported", () => {
  const script = router(new TrafficScript(), { from: 1, of: 1 })
  for (let i = 0; i < 2; i++) router(script, { from: 6, of: 1 })
  expect(kindsOf(script)).toEqual(['high rogue_router'])
})

test.each([
  [49, []],
  [50, ['medium neighbour_flood']],
])('%i routers that announce themselves within ten seconds: %j', (count, expected) => {
  const script = new TrafficScript()
  for (let i = 1; i <= count; i++) router(script, { from: i, of: i })
  expect(kindsOf(script)).toEqual(expected)
})

test('messages that crossed a router are no neighbours', () => {
  const script = neighbour(new TrafficScript(), { from: 1, of: 1 })
  for (let i = 0; i < 5; i++) neighbour(script, { from: 6, of: 1, hopLimit: 64 })
  expect(kindsOf(script)).toEqual([])
})
