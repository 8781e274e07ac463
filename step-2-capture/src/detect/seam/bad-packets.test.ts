import { expect, test } from 'vitest'
import { discover, macBytes } from '../../../test/lan-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { datagramFlood } from '../flood/datagram-flood.ts'
import { synFlood } from '../flood/syn-flood.ts'
import { dhcpAbuse } from '../lan/dhcp-abuse.ts'
import { arpSweep } from '../scan/arp-sweep.ts'
import { portScan } from '../scan/port-scan.ts'
import { deviceCountMax, floodedCountMax, statedSourceCountMax } from './bad-packets.ts'
import { type Detector, defineDetector } from './detector.ts'
import { revisedPacketCountMax } from './packet-ring.ts'

const victim = '10.0.0.9'
const forged = (i: number) => `10.9.${i >> 8}.${i & 255}`

/** How many packets of the script are bad. */
const badOf = (script: TrafficScript, ...detectors: Detector[]) =>
  script.engine(...detectors).badCount

function synFloodOf(count: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) script.ignored(forged(i), `${victim}:8443`).wait(0.02)
  return script
}

test('of a flood with forged senders nine of ten packets are bad', () => {
  const script = synFloodOf(5_000)
  const count = script.records.length
  expect(badOf(script, synFlood)).toBeGreaterThan(count * 0.9)
  expect(badOf(new TrafficScript().connection('10.0.0.2', `${victim}:8443`), synFlood)).toBe(0)
})

test('who is served during a flood has only the opening of connections bad', () => {
  const before = badOf(synFloodOf(5_000), synFlood)
  const says = Array.from({ length: 40 }, () => 'hello')
  const script = synFloodOf(5_000).connection('10.0.0.2', `${victim}:8443`, { says })
  expect(badOf(script, synFlood) - before).toBeLessThan(6)
  const other = synFloodOf(5_000).connection('10.0.0.2', `${victim}:80`, { says })
  expect(badOf(other, synFlood)).toBe(before)
})

test('of a flood of pings nine of ten packets are bad, and no other traffic of the target', () => {
  const flood = () => {
    const script = new TrafficScript()
    for (let i = 0; i < 6_000; i++) script.ping(forged(i), victim, 8).wait(0.005)
    return script
  }
  const bad = badOf(flood(), datagramFlood)
  expect(bad).toBeGreaterThan(5_400)
  const script = flood().udp('10.0.0.2:5353', `${victim}:53`)
  expect(badOf(script, datagramFlood)).toBe(bad)
})

test('the requests of a sweep by ARP are bad once it is found', () => {
  const script = new TrafficScript()
  for (let i = 1; i <= 200; i++) {
    script.arp(1, { address: '10.0.0.5' }, { address: `10.0.1.${i}` }).wait(0.1)
  }
  expect(badOf(script, arpSweep)).toBeGreaterThan(170)
})

test('what a scan sends is bad until ten seconds after its end, and then no more', () => {
  const script = new TrafficScript()
  for (let port = 1_000; port < 1_100; port++)
    script.refused('10.0.0.5', `${victim}:${port}`).wait(0.1)
  const bad = badOf(script, portScan)
  expect(bad).toBeGreaterThan(180)
  const later = script.wait(60).connection('10.0.0.5', `${victim}:80`)
  expect(badOf(later, portScan)).toBe(bad)
})

test('what a scan sent before it was found is bad as well, with the answers', () => {
  const script = new TrafficScript().connection('10.0.0.5', '10.0.0.2:80').wait(1)
  for (let port = 1_000; port < 1_100; port++)
    script.refused('10.0.0.5', `${victim}:${port}`).wait(0.1)
  script.connection('10.0.0.5', '10.0.0.2:80').connection('10.0.0.6', `${victim}:1050`)
  expect(badOf(script, portScan)).toBe(200)
})

/** States each flow at its first payload, as between its two ends. */
const perFlow = (severity: 'info' | 'low', isPerhapsOrdinary = false, firstUs?: number) =>
  defineDetector({
    name: 'per_flow',
    family: 'behaviour',
    about: '',
    kinds: [{ id: 'per_flow', title: '', technique: null, recommend: '' }],
    options: {},
    watch: (traffic, _, reporter) => ({
      onPayload() {
        const { flow, flows } = traffic
        if (flows.originatorPort(flow) < 40_000) return
        const [source, target] = [flows.originator(flow), flows.responder(flow)]
        const about = { kind: 'per_flow', severity, isPerhapsOrdinary, source, target } as const
        const numbers = {
          score: 1,
          confidence: 1,
          firstUs: firstUs ?? flows.firstUs(flow),
          values: {},
        }
        reporter.emit({ ...about, ...numbers, reasons: [], evidence: [] })
      },
    }),
  })

test.each([
  ['low', false, 1],
  ['low', true, 0],
  ['info', false, 0],
] as const)(
  'of %s severity, perhaps ordinary: %j: %i packet is bad',
  (severity, isPerhaps, count) => {
    const script = new TrafficScript().udp('10.0.0.1:40001', `${victim}:9`)
    expect(badOf(script, perFlow(severity, isPerhaps))).toBe(count)
  },
)

test.each([
  [statedSourceCountMax, 1],
  [statedSourceCountMax + 1, 0],
])('of %i sources that were stated the first one still has %i bad packet more', (count, more) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) script.udp(`${forged(i)}:40001`, `${victim}:9`)
  const before = badOf(script, perFlow('low'))
  expect(before).toBe(count)
  expect(badOf(script.udp(`${forged(0)}:1`, `${victim}:9`), perFlow('low')) - before).toBe(more)
})

test.each([
  [revisedPacketCountMax, 2],
  [revisedPacketCountMax + 1, 1],
])('%i packets after it, a packet can be found to be bad: %i are', (count, bad) => {
  const script = new TrafficScript().udp('10.0.0.1:50', `${victim}:9`)
  for (let i = 1; i < count; i++) script.udp('10.0.0.2:50', '10.0.0.3:9')
  script.udp('10.0.0.1:40001', `${victim}:9`)
  expect(badOf(script, perFlow('low', false, 0))).toBe(bad)
})

test.each([
  [floodedCountMax, true],
  [floodedCountMax + 1, false],
])('with %i targets that are flooded the first one still is: %j', (count, isBad) => {
  const detector = synFlood.with({
    failedCountMin: 2,
    periodSeconds: 1,
    levels: { medium: 2, high: 1_000, critical: 10_000 },
  })
  const script = new TrafficScript()
  const target = (i: number) => `10.3.${i >> 8}.${i & 255}:80`
  for (let i = 0; i < count; i++) {
    script.ignored('10.0.0.5', target(i)).ignored('10.0.0.6', target(i))
  }
  const before = badOf(script.wait(2).udp('10.0.8.1:1', '10.0.8.2:2'), detector)
  const after = badOf(script.ignored('10.0.0.7', target(0)), detector)
  expect(after > before).toBe(isBad)
})

/** Each device floods the DHCP server, from an address that no device has yet. */
function dhcpFloods(deviceCount: number): TrafficScript {
  const script = new TrafficScript()
  for (let device = 1; device <= deviceCount; device++) {
    for (let i = 0; i < 100; i++) discover(script, { client: device, transactionId: i }).wait(0.001)
  }
  return script
}

test.each([
  [deviceCountMax, true],
  [deviceCountMax + 1, false],
])('of %i devices that flood a server the first one is still bad: %j', (count, isBad) => {
  const detector = dhcpAbuse.with({ clientCountMin: 100_000 })
  const before = badOf(dhcpFloods(count), detector)
  expect(before).toBeGreaterThan(count * 45)
  // Not one of the messages that are counted, so nothing is stated once more.
  const script = dhcpFloods(count).ethernet(macBytes(1), macBytes(9), 0x88cc, Buffer.alloc(46))
  expect(badOf(script, detector) - before).toBe(isBad ? 1 : 0)
})
