import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { datagramFlood } from './datagram-flood.ts'

const victim = '10.0.0.9'
const last = (script: TrafficScript) => script.wait(2).udp('10.0.9.1:5000', '10.0.9.2:5000')

const found = (script: TrafficScript) =>
  last(script)
    .detect(datagramFlood)
    .map(({ kind, severity, source }) => `${severity} ${kind} by ${source}`)

function send(count: number, from: (i: number) => string, to: (i: number) => string) {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) script.udp(from(i), to(i), 'x'.repeat(64)).wait(0.005)
  return script
}

test.each([
  [399, []],
  [400, ['medium udp_flood by 10.0.0.5']],
])('%i datagrams to one service that does not answer: %j', (count, expected) => {
  expect(
    found(
      send(
        count,
        (i) => `10.0.0.5:${10_000 + i}`,
        () => `${victim}:80`,
      ),
    ),
  ).toEqual(expected)
})

test('a scan of a thousand ports is no flood, but no scan sends thousands at once', () => {
  const to = (i: number) => `${victim}:${1 + i}`
  expect(found(send(1000, () => '10.0.0.5:5000', to))).toEqual([])
  const fast = new TrafficScript()
  for (let i = 0; i < 2000; i++) fast.udp('10.0.0.5:5000', to(i)).wait(0.002)
  expect(found(fast)).toEqual(['high udp_flood by 10.0.0.5'])
})

test('a busy resolver that answers is not flooded', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 2000; i++) {
    const client = `10.0.${i % 40}.7:${10_000 + i}`
    script.udp(client, `${victim}:53`).udp(`${victim}:53`, client).wait(0.002)
  }
  expect(found(script)).toEqual([])
})

test('one long stream of datagrams one way, as a camera sends, is no flood', () => {
  expect(
    found(
      send(
        5000,
        () => '10.0.0.5:5004',
        () => `${victim}:5004`,
      ),
    ),
  ).toEqual([])
})

test.each([
  [399, []],
  [400, ['medium icmp_flood by 10.0.0.5']],
])('%i pings within ten seconds: %j', (count, expected) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.ping('10.0.0.5', victim, 8).ping(victim, '10.0.0.5', 0).wait(0.01)
  }
  expect(found(script)).toEqual(expected)
})

test('of pings to everyone in the name of a host, the source is the device that sends them', () => {
  const attacker = { address: '10.0.0.66', mac: '02:00:00:00:00:66' }
  const script = new TrafficScript().arp(1, attacker, { address: victim })
  for (let i = 0; i < 400; i++) {
    script.ping(victim, '10.0.0.255', 8)
    script.records.at(-1)?.bytes.set(Buffer.from('ffffffffffff020000000066', 'hex'))
    script.wait(0.01)
  }
  const [first, ...more] = script.detect(datagramFlood)
  expect(more).toEqual([])
  expect(first).toMatchObject({ kind: 'smurf', source: attacker.address, target: victim })
  expect(first?.title).toContain(`400 pings to 10.0.0.255 in 4 s claim to come from ${victim}`)
})

test('a monitor that pings a hundred hosts every second floods none of them', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 2000; i++) {
    const host = `10.0.1.${i % 100}`
    script.ping('10.0.0.5', host, 8).ping(host, '10.0.0.5', 0).wait(0.01)
  }
  expect(found(script)).toEqual([])
})

test.each([
  [99, 0],
  [100, 1],
])('%i answers that were not asked for make %i findings', (count, findings) => {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.udp(`93.184.${i % 20}.${i}:123`, `${victim}:40000`, 'x'.repeat(400)).wait(0.01)
  }
  const [first, ...more] = last(script).detect(datagramFlood)
  expect(more).toEqual([])
  if (findings === 1) {
    expect(first).toMatchObject({ kind: 'reflected_flood', target: victim })
    expect(first?.title).toContain('100 answers from port 123 that it never asked for')
  } else expect(first).toBeUndefined()
})

test('names the device behind datagrams whose sources are all different', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 400; i++) {
    script.udp(`93.${i % 200}.${i % 7}.${i % 199}:5000`, `${victim}:53`).wait(0.01)
    script.records.at(-1)?.bytes.set(Buffer.from('0200deadbeef', 'hex'), 6)
  }
  const [first] = last(script).detect(datagramFlood)
  expect(first).toMatchObject({ source: '02:00:de:ad:be:ef', target: victim })
  expect(first?.title).toContain('400 addresses, probably forged')
})

test('answers to a port that is known itself are answers as well', () => {
  const reflectors = (i: number) => `198.51.${i >> 8}.${i & 255}:1900`
  const flood = send(150, reflectors, () => `${victim}:80`)
  expect(last(flood).settled(datagramFlood)[0]).toMatchObject({
    kind: 'reflected_flood',
    severity: 'medium',
    target: victim,
  })
  // A client may use the number of the service itself.
  const clients = send(
    150,
    (i) => `10.1.0.${i}:1900`,
    () => `${victim}:1900`,
  )
  expect(last(clients).settled(datagramFlood)).toEqual([])
})

test('answers of name servers to an address that was made anonymous into a group are found', () => {
  const servers = (i: number) => `198.51.${i >> 8}.${i & 255}:53`
  const group = '230.1.2.3'
  const flood = send(150, servers, (i) => `${group}:${20_000 + i}`)
  expect(last(flood).settled(datagramFlood)[0]).toMatchObject({
    kind: 'reflected_flood',
    target: group,
  })
})

test.each([
  ['announcements of services', 1900, 1900],
  ['streams', 5004, 20_000],
])('%s to a group are no answers to it', (_, from, to) => {
  const senders = (i: number) => `10.1.${i >> 8}.${i & 255}:${from}`
  const script = send(500, senders, () => `239.255.255.250:${to}`)
  expect(last(script).settled(datagramFlood)).toEqual([])
})
