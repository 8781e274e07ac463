import { expect, test } from 'vitest'
import { TcpFlag } from '../src/decode/frame.ts'
import { datagramFlood, targetCountMax } from '../src/detect/flood/datagram-flood.ts'
import { landAttack, targetCountMax as landCountMax } from '../src/detect/flood/land-attack.ts'
import { clientCountMax, heldCountMax, slowHttp } from '../src/detect/flood/slow-http.ts'
import { waitingCountMax as strayCountMax, tcpFlood } from '../src/detect/flood/tcp-flood.ts'
import { answerCountMax } from '../src/detect/lan/arp-bindings.ts'
import { arpSpoofing, claimedCountMax, wayOutCountMax } from '../src/detect/lan/arp-spoofing.ts'
import { dhcpAbuse } from '../src/detect/lan/dhcp-abuse.ts'
import { serverCountMax } from '../src/detect/lan/dhcp-offers.ts'
import { arpSweep, heardCountMax, waitingCountMax } from '../src/detect/scan/arp-sweep.ts'
import { Evidence, evidenceCountMax } from '../src/detect/track/evidence.ts'
import { DistinctKind, DistinctThings, thingCountMax } from '../src/memory/distinct-counts.ts'
import { macBytes, offer } from './lan-script.ts'
import { address, outside, server } from './tracker-capacity.ts'
import { TrafficScript } from './traffic-script.ts'

const client = '10.200.0.7'

test.each([
  [heardCountMax, 0],
  [heardCountMax + 1, 1],
])('of %i hosts that spoke in ARP a request for the first makes %i findings', (count, findings) => {
  const script = new TrafficScript()
  // The host that asks is one of them.
  for (let i = 0; i < count - 1; i++)
    script.arp(1, { address: address(i) }, { address: address(i) })
  script.arp(1, { address: client }, { address: address(0) })
  expect(script.detect(arpSweep.with({ hostCountMin: 1 }))).toHaveLength(findings)
})

test.each([
  [waitingCountMax, 0],
  [waitingCountMax + 1, 1],
])('of %i ARP requests at once the first, answered last, makes %i findings', (count, findings) => {
  const [asker, known, late] = [
    { address: client },
    { address: address(0) },
    { address: address(1) },
  ] as const
  const script = new TrafficScript().arp(2, known, asker).arp(1, asker, late)
  for (let i = 1; i < count; i++) script.arp(1, asker, known)
  script.arp(2, late, asker)
  expect(script.detect(arpSweep.with({ hostCountMin: 1 }))).toHaveLength(findings)
})

test.each([
  [strayCountMax, 0],
  [strayCountMax + 1, 1],
])('of %i flows without a SYN the first, answered last, makes %i findings', (count, findings) => {
  const script = new TrafficScript()
  const send = (port: number) => script.tcp(`${client}:${port}`, `${server}:80`, TcpFlag.ack)
  const answer = (port: number) =>
    script.tcp(`${server}:80`, `${client}:${port}`, TcpFlag.ack, { payload: 'here' })
  send(9_999)
  for (let port = 10_001; port < 10_000 + count; port++) {
    send(port)
    answer(port)
  }
  answer(9_999)
  expect(script.detect(tcpFlood.with({ segmentCountMin: 1 }))).toHaveLength(findings)
})

test.each([
  [targetCountMax, 2],
  [targetCountMax + 1, 1],
])('of %i pinged hosts the first has %i pings as evidence', (count, evidenceCount) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) script.ping(client, address(i), 8)
  script.ping(client, address(0), 8)
  const [found] = script.detect(datagramFlood.with({ pingCountMin: 2 }))
  expect(found?.evidence).toHaveLength(evidenceCount)
})

test.each([
  [landCountMax, 1],
  [landCountMax + 1, 2],
])('of %i targets of land attacks the first is reported %i times', (count, times) => {
  const script = new TrafficScript()
  const attack = (i: number, port: number) =>
    script.tcp(`${address(i)}:${port}`, `${address(i)}:${port}`, TcpFlag.syn)
  for (let i = 0; i < count; i++) attack(i, 139)
  attack(0, 80)
  const found = script.detect(landAttack).filter(({ target }) => target === address(0))
  expect(found).toHaveLength(times)
})

/** Clients that begin requests and leave them; packets show that time passes. */
function heldRequests(clientCount: number, requestCount: number): TrafficScript {
  const script = new TrafficScript()
  const says = ['GET / HTTP/1.1\r\nHost: a\r\n', '']
  for (let i = 0; i < clientCount * requestCount; i++) {
    const from = `${address(i % clientCount)}:${10_000 + Math.floor(i / clientCount)}`
    script.connection(from, `${server}:80`, { says, gapSeconds: 0.0001, end: 'open' })
  }
  for (let second = 0; second < 20; second++) script.wait(1).udp(`${client}:1`, `${server}:2`)
  return script
}

test.each([
  [clientCountMax, clientCountMax],
  [clientCountMax + 1, clientCountMax],
])('of %i clients that hold a request %i are reported', (count, reportedCount) => {
  const found = heldRequests(count, 1).detect(slowHttp.with({ heldCountMin: 1, lookSeconds: 15 }))
  expect(found).toHaveLength(reportedCount)
})

test.each([
  [heldCountMax, 1],
  [heldCountMax + 1, 0],
])('%i unfinished requests, all of which are needed, make %i findings', (count, findings) => {
  const script = heldRequests(1, count)
  expect(script.detect(slowHttp.with({ heldCountMin: count }))).toHaveLength(findings)
})

test('reports 256 rogue DHCP servers, and no further one', () => {
  const script = new TrafficScript()
  for (let i = 0; i <= serverCountMax; i++) {
    offer(script, { server: '10.0.0.1', router: '10.0.0.1', transactionId: i })
    offer(script, { server: address(i), router: address(i), transactionId: i })
  }
  expect(script.detect(dhcpAbuse).map(({ source }) => source)).toEqual(
    Array.from({ length: serverCountMax }, (_, i) => address(i)),
  )
})

const spoofer = { address: '10.0.0.1', mac: '02000000beef' }
const onlyRedirects = arpSpoofing.with({ unaskedCountMin: 1_000_000, conflictCountMin: 1_000_000 })

/** A connection to the outside that leaves by a device. */
function leaveBy(script: TrafficScript, from: string, device: string): void {
  script.ignored(from, `${outside}:443`)
  script.records.at(-1)?.bytes.set(Buffer.from(device, 'hex'), 0)
}

test.each([
  [answerCountMax, 1],
  [answerCountMax + 1, 0],
])('of %i hosts that got a claim the first, redirected, makes %i findings', (count, findings) => {
  const script = new TrafficScript()
  leaveBy(script, address(0), '02000a000001')
  for (let i = 0; i < count; i++) script.arp(2, spoofer, { address: address(i) })
  leaveBy(script, address(0), spoofer.mac)
  expect(script.detect(onlyRedirects)).toHaveLength(findings)
})

test.each([
  [wayOutCountMax, 1],
  [wayOutCountMax + 1, 0],
])('of %i hosts with a way out the first, redirected, makes %i findings', (count, findings) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) leaveBy(script, address(i), '02000a000001')
  script.arp(2, spoofer, { address: address(0) })
  leaveBy(script, address(0), spoofer.mac)
  expect(script.detect(onlyRedirects)).toHaveLength(findings)
})

test.each([
  [claimedCountMax, '10.0.0.66'],
  [claimedCountMax + 1, '02:00:00:00:be:ef'],
])('of %i wrong claims the one who made the first and the last is named %s', (count, source) => {
  const deceived = { address: client }
  // A capture that shows what the client asks: claims that it did not ask for are then suspect.
  const script = new TrafficScript().arp(1, deceived, { address: '10.0.0.250' })
  script.arp(1, { address: '10.0.0.66', mac: spoofer.mac }, deceived).arp(2, spoofer, deceived)
  const mac = macBytes(7).toString('hex')
  for (let i = 2; i < count; i++) script.arp(2, { address: address(i), mac }, deceived)
  script.arp(2, { address: '10.0.0.2', mac: spoofer.mac }, deceived)
  const found = script.detect(arpSpoofing.with({ unaskedCountMin: 1 }))
  expect(found.at(-1)?.source).toBe(source)
})

test('evidence holds the first 16 packets', () => {
  const evidence = new Evidence()
  for (let index = 0; index <= evidenceCountMax; index++) evidence.add(index, 0, 0)
  expect(evidence.toReferences().map(({ index }) => index)).toEqual(
    Array.from({ length: evidenceCountMax }, (_, index) => index),
  )
})

test('distinct things of a window are counted up to their number, and no further', () => {
  const things = new DistinctThings(1)
  for (let value = 0; value < thingCountMax; value++) things.count(1, DistinctKind.port, value)
  expect(things.count(1, DistinctKind.port, thingCountMax)).toBe(0)
  expect(things.count(1, DistinctKind.port, 0)).toBe(2)
  things.clear()
  expect(things.count(1, DistinctKind.port, thingCountMax)).toBe(1)
})
