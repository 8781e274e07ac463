import type { Host } from '../network/host.ts'
import { icmpEcho } from '../packet-builder/icmp.ts'
import { tcpSegment } from '../packet-builder/tcp.ts'
import { udpDatagram } from '../packet-builder/udp.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

/** One piece of a datagram: bytes, and where they are said to belong. */
interface Piece {
  readonly start: number
  readonly data: Uint8Array
  readonly hasMore: boolean
}

/** Data of a full fragment on Ethernet. */
const fullBytes = 1_480

export const contradictingFragments: Scenario = {
  name: 'contradicting_fragments',
  description:
    'Pairs of fragments of which the second lies within the first, as Teardrop sends them.',
  kind: 'attack',
  technique: 'T1499.004',
  durationSeconds: 90,
  *play(stage) {
    const { random } = stage
    const count = random.integer(4, 12)
    yield* send(stage, { kind: 'contradicting_fragments', count, pauseUs: 0.4e6 }, (from, to) => {
      const ports = { sourcePort: random.integer(1_024, 60_000), destinationPort: 55 }
      const ends = { source: from.addressBytes, destination: to.addressBytes }
      const data = udpDatagram({ ...ports, ...ends }, random.bytes(32))
      return [
        { start: 0, data, hasMore: true },
        { start: 24, data: data.subarray(0, 4), hasMore: false },
      ]
    })
  },
}

export const oversizedPing: Scenario = {
  name: 'oversized_ping',
  description: 'Pings whose fragments make more than 65,535 bytes, the Ping of Death.',
  kind: 'attack',
  technique: 'T1499.004',
  durationSeconds: 90,
  *play(stage) {
    const { random } = stage
    const count = random.integer(2, 4)
    const size = 65_528 + 8 * random.integer(0, 40)
    yield* send(stage, { kind: 'oversized_datagram', count, pauseUs: 2e6, protocol: 1 }, () => {
      const echo = { type: 8, identifier: 7, sequence: 1 } as const
      return pieces(icmpEcho(echo, new Uint8Array(size)), fullBytes)
    })
  },
}

export const tinyFragments: Scenario = {
  name: 'tiny_fragments',
  description: 'A host probes ports with SYNs in pieces of 8 bytes, as nmap -f does.',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 90,
  *play(stage) {
    const { random } = stage
    const count = random.integer(5, 40)
    yield* send(
      stage,
      { kind: 'tiny_fragments', count, pauseUs: 0.5e6, protocol: 6 },
      (from, to) => {
        const ports = { sourcePort: 40_000, destinationPort: random.integer(1, 1_024) }
        const ends = { source: from.addressBytes, destination: to.addressBytes }
        const head = { sequence: random.integer(0, 0xffff_ffff), acknowledgement: 0, window: 1_024 }
        return pieces(tcpSegment({ ...ends, ...ports, ...head, flags: 2 }, new Uint8Array(0)), 8)
      },
    )
  },
}

export const fragmentFlood: Scenario = {
  name: 'fragment_flood',
  description:
    'Datagrams of which only the two ends ever come, which fill memory: the Rose attack.',
  kind: 'attack',
  technique: 'T1499.001',
  durationSeconds: 90,
  *play(stage) {
    const { random } = stage
    const perSecond = Math.round(random.between(100, 300))
    const count = perSecond * random.integer(5, 10)
    const last = 8 * random.integer(1_000, 8_000)
    yield* send(stage, { kind: 'fragment_flood', count, pauseUs: 1e6 / perSecond }, () => [
      { start: 0, data: random.bytes(32), hasMore: true },
      { start: last, data: random.bytes(32), hasMore: false },
    ])
  },
}

interface Sending {
  readonly kind: string
  readonly count: number
  /** Between two datagrams, on average. */
  readonly pauseUs: number
  readonly protocol?: number
}

/** Plays an attack of datagrams in pieces on a server. */
function* send(
  stage: Stage,
  { kind, count, pauseUs, protocol = 17 }: Sending,
  piecesOf: (from: Host, to: Host) => readonly Piece[],
): Process {
  const { random, office, network, wire } = stage
  const attacker = office.intruder()
  const victim = random.pick([office.machines.fileServer, office.machines.webServer])
  const run = function* () {
    yield* network.reach(attacker, victim)
    for (let sent = 0; sent < count; sent++) {
      const identification = (sent * 7 + 1) & 0xffff
      for (const { data, ...fragment } of piecesOf(attacker, victim)) {
        wire.ip(attacker, victim, protocol, data, { identification, fragment })
        yield 50
      }
      yield random.exponential(pauseUs)
    }
  }
  yield* stage.attack({ kind, attacker, victims: [victim], details: { datagrams: count } }, run())
}

/** A datagram cut into pieces of that many bytes. */
function pieces(datagram: Uint8Array, size: number): Piece[] {
  const count = Math.ceil(datagram.length / size)
  return Array.from({ length: count }, (_, index) => {
    const start = index * size
    const data = datagram.subarray(start, start + size)
    return { start, data, hasMore: index < count - 1 }
  })
}
