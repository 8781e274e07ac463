import { TcpFlag } from '../../src/decode/frame.ts'
import { TrafficScript } from '../traffic-script.ts'
import { type Series, series } from './series.ts'

export const source = '10.0.0.5'
export const allow = { option: 'allow', below: [], at: [source] }

/** Pings hosts one after another; those up to `answeredCount` answer. */
export const pings = ({ answeredCount = 0, ...given }: Series & { answeredCount?: number } = {}) =>
  series(given, (script, number) => {
    script.ping(source, `10.0.1.${number}`, 8)
    if (number <= answeredCount) script.ping(`10.0.1.${number}`, source, 0)
  })

export const refusedPorts = (given: Series = {}) =>
  series(given, (script, port) => script.refused(source, `10.0.0.9:${port}`))

export interface Hosts extends Series {
  readonly network?: string
  /** Whether each second one answers. */
  readonly everySecondAnswers?: boolean
}

/** Tries a port of hosts, which refuse. */
export const refusingHosts = (given: Hosts = {}) =>
  series(given, (script, host) => {
    const { network = '10.0.1', everySecondAnswers = false } = given
    if (everySecondAnswers && host % 2 === 0) script.connection(source, `${network}.${host}:80`)
    else script.refused(source, `${network}.${host}:80`)
  })

export const datagramsToPorts = (given: Series = {}) =>
  series(given, (script, port) => script.udp(`${source}:50000`, `10.0.0.9:${port}`))

export const datagramsToHosts = (given: Hosts = {}) =>
  series(given, (script, host) => {
    const { network = '10.0.1', everySecondAnswers = false } = given
    script.udp(`${source}:50000`, `${network}.${host}:80`)
    if (everySecondAnswers && host % 2 === 0) script.udp(`${network}.${host}:80`, `${source}:50000`)
  })

/** Asks for addresses that no device has, one of which sends `heardSeconds` before. */
export function arpRequests({
  heardSeconds = 0,
  ...given
}: Series & { heardSeconds?: number } = {}) {
  const script = new TrafficScript()
  const [asker, target] = [{ address: source }, { address: '10.0.1.1' }]
  if (heardSeconds > 0) script.arp(1, target, asker).wait(heardSeconds)
  const { count = 10, gapSeconds = 0.1 } = given
  for (let number = 1; number <= count; number++) {
    script.arp(1, asker, { address: `10.0.1.${number}` }).wait(gapSeconds)
  }
  return script.wait(2).ping('10.0.9.1', '10.0.9.2', 8)
}

/** Ten requests, each answered `delaySeconds` later. */
export const slowArpAnswers = (delaySeconds: number) =>
  series({ count: 10, gapSeconds: 3 }, (script, number) => {
    const [asker, target] = [{ address: source }, { address: `10.0.1.${number}` }]
    script.arp(1, asker, target).wait(delaySeconds).arp(2, target, asker)
  })

export const finProbes = (given: Series = {}) =>
  series(given, (script, port) => script.tcp(`${source}:50000`, `10.0.0.9:${port}`, TcpFlag.fin))

/** Lone ACKs that are answered with a reset, each after `segmentCount` of them. */
export const ackProbes = ({
  segmentCount = 1,
  ...given
}: Series & { segmentCount?: number } = {}) =>
  series(given, (script, port) => {
    const [scanner, target] = [`${source}:50000`, `10.0.0.9:${port}`]
    for (let i = 0; i < segmentCount; i++) script.tcp(scanner, target, TcpFlag.ack)
    script.tcp(target, scanner, TcpFlag.rst)
  })

/** A segment without flags, one with FIN and one with FIN, PSH and URG, five seconds apart. */
export function oddSegments(): TrafficScript {
  const script = new TrafficScript()
  const { fin, psh, urg } = TcpFlag
  for (const flags of [0, fin, fin | psh | urg]) {
    script.tcp(script.client(source), '10.0.0.9:80', flags).wait(5)
  }
  return script
}

export const connections = (given: Series = {}) =>
  series(given, (script) => script.ignored(source, '10.0.0.9:443'))

export const retries = (given: Series = {}) =>
  series(given, (script) => script.refused(source, '10.0.0.9:443'))

export const logOns = ({ port = 445, ...given }: Series & { port?: number } = {}) =>
  series(given, (script, host) => script.connection(source, `10.0.1.${host}:${port}`))

export const mails = (given: Series = {}) =>
  series(given, (script, host) => script.connection(source, `198.51.${host}.25:25`))

/** What the two port scans have in common; datagrams need more of each. */
export const ofPortScans = (
  ports: typeof refusedPorts,
  hosts: typeof refusingHosts,
  minimum: { readonly ports: number; readonly hosts: number },
) => [
  {
    option: 'portCountMin',
    script: () => ports({ count: minimum.ports }),
    below: minimum.ports + 1,
    at: minimum.ports,
  },
  {
    option: 'hostCountMin',
    script: () => hosts({ count: minimum.hosts }),
    below: minimum.hosts + 1,
    at: minimum.hosts,
  },
  {
    // As many fail as are needed, and one less answers.
    option: 'silentShareMin',
    script: () => hosts({ count: 2 * minimum.hosts - 1, gapSeconds: 2, everySecondAnswers: true }),
    others: { portCountMin: 1 },
    below: minimum.hosts / (2 * minimum.hosts - 1) + 0.001,
    at: minimum.hosts / (2 * minimum.hosts - 1) - 0.001,
  },
  {
    // Of 20 ports in 20 bursts each counts half.
    option: 'slowWeight',
    script: () => ports({ count: 2 * minimum.ports, gapSeconds: 70 }),
    below: 0.49,
    at: 0.5,
  },
  {
    option: 'burstPauseSeconds',
    script: () => ports({ count: minimum.ports, gapSeconds: 50 }),
    below: 49,
    at: 50,
  },
  {
    option: 'forgetAfterSeconds',
    script: () => ports({ gapSeconds: 50 }),
    others: { portCountMin: 1 },
    // What is not answered fails when the next packet comes: two gaps after the last one.
    below: 49,
    at: 101,
  },
  {
    option: 'levels.low',
    script: () => ports({ count: minimum.ports }),
    below: minimum.ports + 1,
    at: minimum.ports,
  },
  {
    option: 'levels.medium',
    script: () => ports({ count: minimum.ports }),
    below: minimum.ports + 1,
    at: minimum.ports,
  },
  {
    option: 'levels.high',
    script: () => ports({ count: minimum.ports }),
    below: minimum.ports + 1,
    at: minimum.ports,
  },
  {
    // At 24 hosts outside: 24 / 2 are medium for TCP.
    option: 'webFactor',
    script: () => hosts({ count: 2 * minimum.hosts, network: '198.51.100' }),
    others: { levels: { low: 1, medium: minimum.hosts, high: 1_000 } },
    below: 2.01,
    at: 2,
  },
  { ...allow, script: () => ports({ count: 2 * minimum.ports }) },
]
