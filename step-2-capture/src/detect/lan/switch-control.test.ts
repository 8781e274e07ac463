import { expect, test } from 'vitest'
import { announce, treeMessage } from '../../../test/switch-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { bridgeCountMax, treeCountMax } from './spanning-trees.ts'
import { switchControl } from './switch-control.ts'

const [root, other, newcomer] = [0x500, 0x600, 0x100]
const newcomerMac = '02:00:00:00:01:00'
const kindsOf = (script: TrafficScript) =>
  script.settled(switchControl).map(({ severity, kind, source }) => `${severity} ${kind} ${source}`)

/** A root for ten seconds, as another bridge passes its messages on. */
function settled(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 5; i++) treeMessage(script, { root, bridge: other }).wait(2)
  return script
}

/** A bridge that says it is the root. */
function claim(script: TrafficScript, device: number, { count = 3, priority = 0x8000 } = {}) {
  for (let i = 0; i < count; i++) treeMessage(script, { root: device, priority }).wait(1)
  return script
}

test('a bridge that was not there before and takes the root from one that is there is found', () => {
  const script = claim(settled(), newcomer)
  expect(kindsOf(script)).toEqual([`medium root_takeover ${newcomerMac}`])
  const [found] = script.settled(switchControl)
  expect(found?.target).toBe('02:00:00:00:05:00')
  expect(found?.title).toBe(
    '02:00:00:00:01:00 announced itself as the root of the spanning tree 3 times, in the place of ' +
      '02:00:00:00:05:00, which was there (threshold: 2)',
  )
})

test('by its priority a bridge of a higher address takes it as well', () => {
  expect(kindsOf(claim(settled(), 0x900, { priority: 0 }))).toHaveLength(1)
})

test('a bridge that was there before may have been given the priority: low severity', () => {
  expect(kindsOf(claim(settled(), other, { priority: 0x1000 }))).toEqual([
    'low root_takeover 02:00:00:00:06:00',
  ])
})

test.each([
  ['one message alone', claim(settled(), newcomer, { count: 1 })],
  ['a bridge that starts and is no better', claim(settled(), 0x700)],
  ['the next best after the root is gone', claim(settled().wait(21), newcomer)],
  ['bridges that start at once', claim(claim(new TrafficScript(), root, { count: 1 }), newcomer)],
])('ordinary: %s', (_, script) => {
  expect(kindsOf(script)).toEqual([])
})

test('ordinary: each VLAN has a tree of its own', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 5; i++) {
    treeMessage(script, { root, vlan: 10 })
    treeMessage(script, { root: newcomer, vlan: 20 }).wait(2)
  }
  expect(kindsOf(script)).toEqual([])
})

test.each([
  ['cdp', 59, 0],
  ['cdp', 60, 1],
  ['lldp', 60, 1],
] as const)(
  'by %s %i devices that announce themselves make %i findings',
  (protocol, count, found) => {
    const script = new TrafficScript()
    for (let device = 1; device <= count; device++) {
      announce(script, { device, protocol }).wait(0.01)
    }
    expect(script.detect(switchControl)).toHaveLength(found)
  },
)

test('ordinary: fifty switches that announce themselves again and again', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 1_000; i++) announce(script, { device: i % 50 }).wait(0.005)
  expect(kindsOf(script)).toEqual([])
})

test('of a flood of announcements all are bad, whatever address they bear', () => {
  const script = new TrafficScript()
  for (let device = 1; device <= 900; device++) announce(script, { device }).wait(0.005)
  expect(script.engine(switchControl).badCount).toBe(900)
})

test.each([
  [treeCountMax - 1, 1],
  [treeCountMax, 0],
])('after the trees of %i other VLANs a takeover makes %i findings', (count, found) => {
  const script = new TrafficScript()
  treeMessage(treeMessage(script, { root }), { root })
  // The VLAN is in twelve bits, and a frame without one has a tree too.
  for (let vlan = 0; vlan < Math.min(count, 4_096); vlan++) {
    treeMessage(script, { root: 0x800, vlan })
  }
  expect(kindsOf(claim(script, newcomer))).toHaveLength(found)
})

test.each([
  [bridgeCountMax - 1, 'low'],
  [bridgeCountMax + 1, 'medium'],
])('after %i other bridges one that was there before is of %s severity', (count, severity) => {
  const script = settled()
  for (let i = 0; i < count; i++) {
    treeMessage(script, { root, bridge: 0x1000 + i }).wait(0.001)
  }
  const found = claim(script, other, { priority: 0x1000 }).settled(switchControl)
  expect(found.map((one) => one.severity)).toEqual([severity])
})
