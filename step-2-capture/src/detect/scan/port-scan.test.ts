import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { portScan, udpPortScan } from './port-scan.ts'
import { probeDatagramCountMax } from './port-scan-options.ts'

const { syn, ack, rst } = TcpFlag
const scanner = '10.0.0.5'
const victim = '10.0.0.9'

function tryPorts(count: number, secondsBetween: number): TrafficScript {
  const script = new TrafficScript()
  for (let port = 1; port <= count; port++) {
    script.refused(scanner, `${victim}:${port}`).wait(secondsBetween)
  }
  return script
}

function tryHosts(count: number, secondsBetween: number): TrafficScript {
  const script = new TrafficScript()
  for (let host = 1; host <= count; host++) {
    script.ignored(scanner, `10.0.1.${host}:23`).wait(secondsBetween)
  }
  return script.wait(2).connection('10.0.0.1', '10.0.0.2:80')
}

const severitiesOf = (script: TrafficScript) => script.severities(portScan)

test.each([
  [5, []],
  [6, ['low']],
  [11, ['low']],
  [12, ['low', 'medium']],
  [100, ['low', 'medium']],
])('%i refused ports within seconds are reported as %j', (count, severities) => {
  expect(severitiesOf(tryPorts(count, 0.1))).toEqual(severities)
})

test('a scan is stated at its limit, anew when its ports have doubled, and at its end', () => {
  const stated = tryPorts(30, 0.1).detect(portScan)
  expect(stated.map(({ revision, reasons }) => [revision, reasons[0]?.actual])).toEqual([
    [1, 6],
    [2, 12],
    [3, 24],
    [4, 30],
  ])
})

test.each([
  [5, []],
  [6, ['low']],
  [12, ['low', 'medium']],
])('%i hosts that stay silent on one port are reported as %j', (count, severities) => {
  expect(severitiesOf(tryHosts(count, 0.1))).toEqual(severities)
})

/** A stream of datagrams to each port. */
function streams({ ports, datagrams }: { ports: number; datagrams: number }): TrafficScript {
  const script = new TrafficScript()
  for (let port = 20_000; port < 20_000 + ports; port++) {
    for (let i = 0; i < datagrams; i++) {
      script.udp(`${scanner}:5004`, `${victim}:${port}`, 'x'.repeat(172)).wait(0.02)
    }
  }
  return script.wait(2).connection('10.0.0.1', '10.0.0.2:80')
}

test.each([
  [30, probeDatagramCountMax, 'medium'],
  [30, probeDatagramCountMax + 1, undefined],
  [300, probeDatagramCountMax + 1, 'low'],
])('%i ports that get %i datagrams each make %s', (ports, datagrams, severity) => {
  const found = streams({ ports, datagrams }).detect(udpPortScan)
  expect(found.at(-1)?.severity).toBe(severity)
})

/** A host that knows hosts outside of which only the first ones answer its one UDP port. */
function peerToPeer({ answers, port }: { answers: number; port: number }): TrafficScript {
  const script = new TrafficScript()
  for (let peer = 0; peer < 30; peer++) {
    const address = `93.184.7.${peer}`
    script.udp(`${scanner}:7771`, `${address}:7771`)
    if (peer < answers) script.udp(`${address}:7771`, `${scanner}:7771`)
    script.wait(0.05)
  }
  for (let peer = 0; peer < 30; peer++) {
    script.ignored(scanner, `93.184.9.${peer}:${port}`).wait(0.1)
  }
  return script.wait(2).connection('10.0.0.1', '10.0.0.2:80')
}

test.each([
  ['of a network of peers', 8, 7772, 'low'],
  ['that too few outside answer', 7, 7772, 'medium'],
  ['that looks for a service', 30, 3389, 'medium'],
])('a host %s is at most this severe when its connections fail', (_, answers, port, severity) => {
  const found = severitiesOf(peerToPeer({ answers, port }))
  expect(found.at(-1)).toBe(severity)
})

test('names the scanner, the target, the numbers and the packets', () => {
  const [first] = tryPorts(6, 0.1).detect(portScan)
  expect(first).toMatchObject({
    kind: 'vertical_port_scan',
    source: scanner,
    target: victim,
    title:
      '10.0.0.5 probed 6 TCP ports on 10.0.0.9 in 500 ms; 6 were closed or silent (threshold: 6)',
    technique: { id: 'T1046' },
    reasons: [
      { feature: 'failed_ports', actual: 6, typical: 5, unit: 'ports' },
      { feature: 'failed_attempts_per_minute', actual: 360, typical: 6, unit: 'attempts/min' },
    ],
  })
  // Each attempt is two packets, and the first of them is the SYN.
  expect(first?.evidence.map((packet) => packet.index)).toEqual([0, 2, 4, 6, 8, 10])
})

test('a horizontal scan is grouped by its port, and has no single target', () => {
  const [first] = tryHosts(6, 0.1).detect(portScan)
  expect(first).toMatchObject({
    kind: 'horizontal_port_scan',
    source: scanner,
    target: null,
    target_port: 23,
    target_group: 'port 23',
    title: '10.0.0.5 probed TCP port 23 of 6 hosts in 500 ms without a connection (threshold: 6)',
  })
})

test('tells ports that were open from those that were closed', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 12; port++) {
    if (port <= 6) script.refused(scanner, `${victim}:${port}`)
    else script.connection(scanner, `${victim}:${port}`, { says: [], end: 'rst' })
  }
  expect(script.detect(portScan).map(({ title }) => title)).toEqual([
    expect.stringContaining('6 TCP ports on 10.0.0.9 in 1 ms; 6 were closed or silent'),
    expect.stringContaining('12 TCP ports on 10.0.0.9 in 3 ms; 6 were closed or silent'),
  ])
})

test('a port that a half-open scan finds open is not told as closed or silent', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 12; port++) {
    const [from, to] = [`${scanner}:${40_000 + port}`, `${victim}:${port}`]
    if (port % 3 > 0) script.refused(from, to)
    else
      script
        .tcp(from, to, syn)
        .tcp(to, from, syn | ack)
        .tcp(from, to, rst)
  }
  expect(script.detect(portScan).at(-1)?.title).toContain(
    '12 TCP ports on 10.0.0.9 in 1 ms; 8 were closed or silent',
  )
})

test('finds a slow scan that tries a port every five minutes', () => {
  expect(severitiesOf(tryPorts(29, 300))).not.toContain('medium')
  expect(severitiesOf(tryPorts(30, 300))).toContain('medium')
})

test('finds open ports that are connected to and dropped without a word', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 12; port++) {
    script.connection(scanner, `${victim}:${port}`, { says: [], end: 'rst' })
  }
  expect(severitiesOf(script)).toEqual(['low', 'medium'])
})

test('finds a scan of which the scanner drops the answers, without a reset', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 12; port++) {
    const client = script.client(scanner)
    script.tcp(client, `${victim}:${port}`, 2).tcp(`${victim}:${port}`, client, 18)
  }
  script.wait(3).connection('10.0.0.1', '10.0.0.2:80')
  expect(severitiesOf(script)).toContain('medium')
})

test('a busy NAT gateway that talks to hundreds of services is no scanner', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 300; i++) {
    script.connection('10.0.0.1', `93.184.${i % 20}.${i % 250}:${[80, 443, 8080, 993][i % 4]}`)
  }
  expect(script.detect(portScan)).toEqual([])
})

test('a service on many ports that answers on all of them is not being scanned', () => {
  const script = new TrafficScript()
  for (let port = 30_000; port < 30_100; port++) script.connection(scanner, `${victim}:${port}`)
  expect(script.detect(portScan)).toEqual([])
})

test('a client that reads the greetings of many services is no scanner', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 12; port++) {
    script.connection(scanner, `${victim}:${port}`, { says: ['', 'welcome'], end: 'rst' })
  }
  expect(script.detect(portScan)).toEqual([])
})

test.each([
  [6, true],
  [7, false],
])('6 hosts that refuse a port beside %i that answer on it: a scan is %s', (answers, isScan) => {
  const script = new TrafficScript()
  const refuse = (host: number, port: number) => script.refused(scanner, `10.0.1.${host}:${port}`)
  // The first attempts of a source are held back, and would count before any answer.
  for (let host = 1; host <= 6; host++) refuse(host, 22)
  refuse(1, 23)
  for (let host = 1; host <= answers; host++) script.connection(scanner, `10.0.2.${host}:23`)
  for (let host = 2; host <= 6; host++) refuse(host, 23)
  const found = script.detect(portScan)
  expect(found.some(({ target_port }) => target_port === 23)).toBe(isScan)
})

test('a load balancer that checks one port of many hosts is no scanner', () => {
  const script = new TrafficScript()
  for (let host = 1; host <= 40; host++) {
    script.connection('10.0.0.1', `10.0.1.${host}:8080`, { says: [], end: 'rst' })
  }
  expect(script.detect(portScan)).toEqual([])
})

test('a program that keeps trying a service that is down is no scanner', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 200; i++) script.refused(scanner, `${victim}:5432`).wait(1)
  expect(script.detect(portScan)).toEqual([])
})

test.each([
  [47, '198.51.100', 443, false],
  [48, '198.51.100', 443, true],
  [12, '198.51.100', 23, true],
  [12, '10.0.9', 443, true],
])(
  '%i silent hosts of %s on port %i: of medium severity is %s',
  (count, network, port, isAlarm) => {
    const script = new TrafficScript()
    for (let i = 1; i <= count; i++) script.ignored('10.0.0.5', `${network}.${i}:${port}`).wait(0.1)
    const found = script.wait(2).udp('10.0.9.1:1', '10.0.9.2:2').detect(portScan)
    expect(found.some(({ severity }) => severity === 'medium')).toBe(isAlarm)
  },
)

test.each([
  ['shares files', '\x13BitTorrent protocol', ['low']],
  ['speaks something else', 'hello', ['low', 'medium']],
])('a host that %s, and finds most peers gone: %j', (_, greeting, severities) => {
  const script = new TrafficScript()
  script.connection('10.0.0.5', '198.51.100.99:6881', { says: [greeting, greeting] })
  for (let i = 1; i <= 30; i++) script.ignored('10.0.0.5', `198.51.100.${i}:6881`).wait(0.5)
  expect(severitiesOf(script.wait(2).udp('10.0.9.1:1', '10.0.9.2:2'))).toEqual(severities)
})

test.each([
  [33_434, 100, false],
  [33_434, 109, false],
  [33_434, 110, true],
  [33_425, 9, false],
  [33_424, 10, true],
])('datagrams to ports from %i on, %i of them: a scan is %s', (first, count, isScan) => {
  const script = new TrafficScript()
  for (let at = 0; at < count; at++) {
    script.udp(`${scanner}:${50_000 + at}`, `${victim}:${first + at}`).wait(0.1)
  }
  const found = script.wait(2).udp('10.0.9.1:1', '10.0.9.2:2').detect(udpPortScan)
  expect(found.length > 0).toBe(isScan)
})

test('a DHCP server whose offers clients without an address take is no scanner', () => {
  const script = new TrafficScript()
  for (let host = 1; host <= 40; host++) script.udp('10.0.0.1:67', `10.0.1.${host}:68`).wait(0.1)
  expect(script.wait(2).udp('10.0.9.1:1', '10.0.9.2:2').detect(udpPortScan)).toEqual([])
})

test('a capture that sees only one direction names no source', () => {
  const script = new TrafficScript()
  for (let port = 1; port <= 40; port++) {
    const client = script.client(scanner)
    script.tcp(client, `${victim}:${port}`, 2)
    script.tcp(client, `${victim}:${port}`, 16, { sequence: 1001 })
    script.tcp(client, `${victim}:${port}`, 24, { sequence: 1001, payload: 'GET /' })
  }
  script.wait(5).connection('10.0.0.1', '10.0.0.2:80')
  expect(script.detect(portScan)).toEqual([])
})

test.each([
  ['outside', '203.0.113', 6346, 'low'],
  ['outside', '203.0.113', 6345, 'medium'],
  ['of the own network', '10.0.7', 6346, 'medium'],
])('twelve silent hosts %s (%s.*) on port %i make %s', (_, network, port, severity) => {
  const script = new TrafficScript()
  for (let i = 1; i <= 12; i++) script.ignored('10.0.0.5', `${network}.${i}:${port}`)
  const found = script.wait(5).ping('10.0.0.5', '10.0.0.9', 8).detect(portScan)
  expect(found.at(-1)?.severity).toBe(severity)
})

test('a host that gets answers which it never asked for is no scanner', () => {
  // An attacker asks 30 memory caches in its name (CVE-2018-1000115), and they answer it.
  const script = new TrafficScript()
  for (let cache = 1; cache <= 30; cache++) {
    script.udp(`93.184.7.${cache}:11211`, `${victim}:4000`, 'x'.repeat(400)).wait(0.1)
  }
  const found = script.wait(10).connection('10.0.0.1', '10.0.0.2:80').detect(udpPortScan)
  expect(found).toEqual([])
})
