import { expect, test } from 'vitest'
import { datagramFlood } from '../src/detect/flood/datagram-flood.ts'
import { synFlood } from '../src/detect/flood/syn-flood.ts'
import { clearTextLogin } from '../src/detect/login/clear-text-login.ts'
import { loginGuessing } from '../src/detect/login/login-guessing.ts'
import { generatedDomains } from '../src/detect/name/generated-domains.ts'
import { arpSweep } from '../src/detect/scan/arp-sweep.ts'
import { fanOut } from '../src/detect/scan/fan-out.ts'
import { pingSweep } from '../src/detect/scan/ping-sweep.ts'
import { portScan, udpPortScan } from '../src/detect/scan/port-scan.ts'
import { reconnectionStorm } from '../src/detect/scan/reconnection-storm.ts'
import type { Detector } from '../src/detect/seam/detector.ts'
import { signatures } from '../src/detect/signature/signatures.ts'
import { webScan } from '../src/detect/web/web-scan.ts'
import { lookUp } from './dns-script.ts'
import { startSeconds, TrafficScript } from './traffic-script.ts'

/** An attack of `count` events, one each `gapSeconds`, as one event is written. */
interface Attack {
  readonly detector: Detector
  readonly kind: string
  readonly count: number
  readonly gapSeconds: number
  event(script: TrafficScript, index: number): void
}

const [source, target] = ['10.0.0.5', '10.0.0.9'] as const
const letters = (i: number) =>
  `${(i * 7919 + 1e9).toString(36)}xq${(i * 104_729 + 1e9).toString(36)}`
const notFound = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`

const attacks: readonly Attack[] = [
  {
    detector: portScan,
    kind: 'vertical_port_scan',
    count: 1_000,
    gapSeconds: 0.0024,
    event: (script, i) => script.refused(source, `${target}:${i + 1_000}`),
  },
  {
    detector: portScan,
    kind: 'horizontal_port_scan',
    count: 77,
    gapSeconds: 0.3,
    event: (script, i) => script.refused(source, `10.0.3.${i + 1}:23`),
  },
  {
    detector: udpPortScan,
    kind: 'udp_port_scan',
    count: 139,
    gapSeconds: 0.1,
    event: (script, i) => script.udp(`${source}:${50_000 + i}`, `${target}:${i + 1_000}`),
  },
  {
    detector: pingSweep,
    kind: 'ping_sweep',
    count: 113,
    gapSeconds: 0.5,
    event: (script, i) => script.ping(source, `10.0.4.${i + 1}`, 8),
  },
  {
    detector: arpSweep,
    kind: 'arp_sweep',
    count: 97,
    gapSeconds: 0.2,
    event: (script, i) => script.arp(1, { address: source }, { address: `10.0.5.${i + 1}` }),
  },
  {
    detector: fanOut,
    kind: 'lateral_movement',
    count: 31,
    gapSeconds: 2,
    event: (script, i) => script.connection(source, `10.0.6.${i + 1}:445`),
  },
  {
    detector: synFlood,
    kind: 'syn_flood',
    count: 1_203,
    gapSeconds: 0.03,
    event: (script, i) => script.ignored(`10.9.${i >> 8}.${i & 255}`, `${target}:443`),
  },
  {
    detector: datagramFlood,
    kind: 'udp_flood',
    count: 2_300,
    gapSeconds: 0.011,
    event: (script, i) => script.udp(`10.9.${i >> 8}.${i & 255}:${4_000 + i}`, `${target}:5060`),
  },
  {
    detector: datagramFlood,
    kind: 'icmp_flood',
    count: 1_900,
    gapSeconds: 0.02,
    event: (script) => script.ping(source, target, 8),
  },
  {
    detector: reconnectionStorm,
    kind: 'reconnection_storm',
    count: 451,
    gapSeconds: 2,
    event: (script) => script.refused(source, `${target}:8443`),
  },
  {
    detector: loginGuessing,
    kind: 'login_guessing',
    count: 45,
    gapSeconds: 1.5,
    event: (script) =>
      script.connection(source, `${target}:21`, {
        says: ['', '220 ready\r\n', 'USER root\r\n', '331 go on\r\n', 'PASS x\r\n', '530 no\r\n'],
      }),
  },
  {
    detector: clearTextLogin,
    kind: 'clear_text_login',
    count: 11,
    gapSeconds: 3,
    event: (script) =>
      script.connection(source, `${target}:80`, {
        says: [get('/', 'Authorization: Basic YTpi\r\n'), notFound],
      }),
  },
  {
    detector: generatedDomains,
    kind: 'generated_domains',
    count: 61,
    gapSeconds: 1,
    event: (script, i) =>
      lookUp(script, { client: source, name: `${letters(i)}.example`, answer: 'missing' }),
  },
  {
    detector: webScan,
    kind: 'web_scan',
    count: 150,
    gapSeconds: 1,
    event: (script, i) =>
      script.connection(source, `${target}:80`, { says: [get(`/p${i}.php`), notFound] }),
  },
  {
    detector: signatures,
    kind: 'path_traversal',
    count: 13,
    gapSeconds: 1,
    event: (script) =>
      script.connection(source, `${target}:80`, {
        says: [get('/a?f=../../../etc/hosts'), notFound],
      }),
  },
]

function played({ count, gapSeconds, event }: Attack): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    event(script, i)
    script.wait(gapSeconds)
  }
  return script.wait(3).udp('10.0.8.1:123', '10.0.8.2:123')
}

test.each(attacks)('the last detection of $kind ends with all $count events', (attack) => {
  const script = played(attack)
  const found = script.settled(attack.detector).filter(({ kind }) => kind === attack.kind)
  const one = found.at(-1)
  const numbers = one?.title.replaceAll(',', '').match(/\d+/g)?.map(Number)
  expect(numbers).toContain(attack.count)
  const first = startSeconds
  const spanSeconds = (one?.last_seen_epoch ?? 0) - (one?.first_seen_epoch ?? 0)
  expect((one?.first_seen_epoch ?? 0) - first).toBeLessThan(attack.gapSeconds * 2 + 0.1)
  expect(spanSeconds).toBeGreaterThan(attack.gapSeconds * (attack.count - 3))
})

test('the same scan after half an hour is stated anew, with its own time', () => {
  const script = new TrafficScript()
  for (let turn = 0; turn < 3; turn++) {
    for (let port = 1; port <= 90; port++)
      script.refused(source, `${target}:${port + 900}`).wait(0.05)
    script.wait(1_800)
  }
  const found = script.settled(portScan)
  expect(found.filter(({ title }) => title.includes('probed 90 TCP ports'))).toHaveLength(3)
  const span = (found.at(-1)?.last_seen_epoch ?? 0) - (found[0]?.first_seen_epoch ?? 0)
  expect(span).toBeGreaterThan(3_600)
})
