import { expect, test } from 'vitest'
import {
  type GatewayWord,
  redundancy,
  standby,
  standbyOfTwo,
} from '../../../test/gateway-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { gatewayTakeover } from './gateway-takeover.ts'

const [router, second, intruder] = ['10.0.0.2', '10.0.0.3', '10.0.0.66']
const found = (script: TrafficScript) =>
  script.settled(gatewayTakeover).map(({ severity, source, target }) => [severity, source, target])

/** An active router, and another in reserve, for ten seconds. */
function settled(script = new TrafficScript()): TrafficScript {
  for (let i = 0; i < 4; i++) {
    standby(script, { from: router })
    standby(script, { from: second, priority: 90 }, { state: 8 }).wait(3)
  }
  return script
}

test.each([
  [
    'a coup',
    (script: TrafficScript) =>
      standby(script, { from: intruder, priority: 255 }, { isCoup: true, state: 8 }),
  ],
  ['active at once', (script: TrafficScript) => standby(script, { from: intruder, priority: 255 })],
])('a newcomer that takes the address of an active router is found: %s', (_, claim) => {
  expect(found(claim(settled()))).toEqual([['medium', intruder, router]])
})

test.each<[string, (script: TrafficScript, word: GatewayWord) => TrafficScript]>([
  ['HSRP, version 2', standbyOfTwo],
  ['VRRP', redundancy],
])('by %s', (_, say) => {
  const script = new TrafficScript()
  for (let i = 0; i < 3; i++) say(script, { from: router }).wait(1)
  say(script, { from: intruder, priority: 255 })
  expect(found(script)).toEqual([['medium', intruder, router]])
})

test('one with a priority as routers have may be a router that was started: low severity', () => {
  const script = standby(settled(), { from: intruder, priority: 200 })
  expect(found(script)).toEqual([['low', intruder, router]])
})

/** A router whose own address it is that others stood in for. */
function owners(): TrafficScript {
  const script = redundancy(new TrafficScript(), { from: router }).wait(1)
  return redundancy(script, { from: '10.0.0.254', priority: 255 })
}

test('says which group, and how often it was claimed', () => {
  const script = settled()
  for (let i = 0; i < 5; i++) standby(script, { from: intruder, priority: 255 }).wait(1)
  const stated = script.settled(gatewayTakeover).at(-1)
  expect(stated?.title).toBe(
    '10.0.0.66 claimed the shared address of the routers, group 1, 5 times with priority 255, in ' +
      'the place of 10.0.0.2, which was there (threshold: 1)',
  )
})

test.each([
  ['the router in reserve takes over', standby(settled(), { from: second, priority: 120 })],
  ['the active router is gone', standby(settled().wait(11), { from: intruder })],
  ['it resigned', standby(standby(settled(), { from: router }, { state: 4 }), { from: intruder })],
  ['an address of its own by VRRP', owners()],
  ['a group of its own', standby(settled(), { from: intruder, group: 2 })],
  ['it only listens', standby(settled(), { from: intruder }, { state: 8 })],
])('ordinary: %s', (_, script) => {
  expect(found(script)).toEqual([])
})
