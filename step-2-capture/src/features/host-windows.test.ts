import { expect, test } from 'vitest'
import { lookUp } from '../../test/dns-script.ts'
import { TrafficScript } from '../../test/traffic-script.ts'
import { byteEntropy } from './entropy.ts'
import { hostFeatures } from './host-window.ts'

type HostFeature = (typeof hostFeatures)[number]['name']

interface SeenWindow {
  readonly host: string
  readonly seconds: number
  readonly row: Float64Array
}

function windowsOf(script: TrafficScript): SeenWindow[] {
  const windows: SeenWindow[] = []
  script.detect((traffic) => ({
    onWindow({ host, startUs, endUs, row }) {
      const seconds = (endUs - startUs) / 1e6
      windows.push({ host: traffic.hosts.text(host), seconds, row: row.slice() })
    },
  }))
  return windows
}

function featureOf(row: Float64Array, name: HostFeature): number | undefined {
  return row[hostFeatures.findIndex((feature) => feature.name === name)]
}

/** The features of one host in its first window, by name. */
function features(script: TrafficScript, address: string) {
  const window = windowsOf(script).find(({ host }) => host === address)
  if (!window) throw new Error(`no window of ${address}`)
  return (name: HostFeature) => featureOf(window.row, name)
}

const [client, server] = ['10.0.0.5', '10.0.0.9']

test('counts packets, bytes and flags of both directions', () => {
  const script = new TrafficScript()
  script.connection(client, `${server}:80`, { says: ['x'.repeat(1000), 'y'.repeat(500)] })
  const of = features(script, client)
  const other = features(script, server)
  const sent = script.records.filter(({ bytes }) => bytes[29] === 5)
  const sentBytes = sent.reduce((sum, { bytes }) => sum + bytes.length, 0)
  expect(of('packets_sent')).toBe(sent.length)
  expect(of('bytes_sent')).toBe(sentBytes)
  expect(other('packets_received')).toBe(sent.length)
  expect(other('bytes_received')).toBe(sentBytes)
  expect(of('size_mean')).toBeCloseTo(sentBytes / sent.length, 6)
  expect([of('syn_sent'), of('fins_sent'), of('resets_sent')]).toEqual([1, 1, 0])
  expect([other('syn_ack_sent'), other('flows_accepted'), other('flows_opened')]).toEqual([1, 1, 0])
  expect([of('tcp_share'), of('udp_share'), of('icmp_share')]).toEqual([1, 0, 0])
  expect(of('sent_share')).toBeGreaterThan(0.5)
})

test('the deviation of sizes is that of the packets', () => {
  const script = new TrafficScript()
  for (const size of [100, 100, 300, 300])
    script.udp(`${client}:5000`, `${server}:53`, 'x'.repeat(size))
  expect(features(script, client)('size_deviation')).toBeCloseTo(100, 6)
})

test('the gaps are those between packets of one flow', () => {
  const script = new TrafficScript()
  for (const gap of [1, 1, 3, 3]) {
    script.udp(`${client}:5000`, `${server}:9000`).wait(gap / 2)
    script.udp(`${client}:6000`, `${server}:9001`).wait(gap / 2)
  }
  const of = features(script, client)
  expect(of('gap_mean')).toBeCloseTo(11 / 6, 6)
  expect(of('gap_deviation')).toBeCloseTo(Math.sqrt(29 / 36), 6)
})

test('counts destinations, ports, pairs and the entropy of ports once each', () => {
  const script = new TrafficScript()
  for (const [host, port] of [
    [1, 80],
    [1, 80],
    [1, 443],
    [2, 80],
  ]) {
    script.ignored(client, `10.0.1.${host}:${port}`)
  }
  const of = features(script, client)
  expect(of('flows_opened')).toBe(4)
  expect(of('destinations')).toBe(2)
  expect(of('ports')).toBe(2)
  expect(of('pairs')).toBe(3)
  expect(of('new_peers')).toBe(2)
  expect(of('port_entropy')).toBeCloseTo(0.8112781, 6)
})

test('a peer is new in the first window that it appears in, and not again', () => {
  const script = new TrafficScript().ignored(client, `${server}:80`).wait(20)
  const windows = windowsOf(script.ignored(client, `${server}:80`))
  const newPeers = windows.map(({ row }) => featureOf(row, 'new_peers'))
  expect(newPeers).toEqual([1, 0])
})

test('counts what failed, against what was opened', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 3; port++) script.refused(client, `${server}:${port}`)
  script.connection(client, `${server}:80`)
  const of = features(script, client)
  expect(of('failed_flows')).toBe(3)
  expect(of('failed_share')).toBeCloseTo(0.75, 6)
  expect(of('resets_received')).toBe(3)
})

test('counts ARP questions, DNS questions and names that do not exist', () => {
  const script = new TrafficScript()
  for (const target of ['10.0.0.7', '10.0.0.8', '10.0.0.8']) {
    script.arp(1, { address: client }, { address: target })
  }
  script.arp(1, { address: client }, { address: client })
  lookUp(script, { client, name: 'aabb.example', answer: '192.0.2.1' })
  lookUp(script, { client, name: 'missing.example', answer: 'missing' })
  const of = features(script, client)
  expect([of('arp_requests'), of('arp_targets')]).toEqual([3, 2])
  expect([of('dns_queries'), of('dns_failures')]).toEqual([2, 1])
  expect(of('dns_name_longest')).toBe('missing.example'.length)
  expect(of('dns_name_entropy')).toBeGreaterThan(2)
})

test('gives a window to hosts that sent something, and to no others', () => {
  const script = new TrafficScript().udp(`${client}:5000`, '224.0.0.251:5353')
  expect(windowsOf(script).map(({ host, seconds }) => [host, seconds])).toEqual([[client, 10]])
})

test('a silence of years costs no windows', () => {
  const script = new TrafficScript().udp(`${client}:1`, `${server}:2`).wait(50 * 365 * 86_400)
  expect(windowsOf(script.udp(`${client}:1`, `${server}:2`))).toHaveLength(2)
})

test('every feature has its own name, a formula, and a finite value of nothing', () => {
  expect(new Set(hostFeatures.map(({ name }) => name)).size).toBe(hostFeatures.length)
  for (const { formula, of } of hostFeatures) {
    expect(formula.length).toBeGreaterThan(5)
    expect(of(new Float64Array(32))).toBe(0)
  }
})

test.each([
  ['', 0],
  ['aaaa', 0],
  ['abab', 1],
  ['abcd', 2],
])('the entropy of %j is %d bits', (text, expected) => {
  const bytes = Buffer.from(`--${text}--`)
  expect(byteEntropy(bytes, 2, bytes.length - 2)).toBeCloseTo(expected, 9)
})
