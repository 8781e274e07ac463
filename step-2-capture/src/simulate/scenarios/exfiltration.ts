import { lookUp } from '../conversation/dns-lookup.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import type { Host } from '../network/host.ts'
import { opensslTls } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'
import { strangerDomain } from './names.ts'
import type { Scenario, Stage } from './scenario.ts'

export const httpsExfiltration: Scenario = {
  name: 'exfiltration_https',
  description: 'A server that never sends much uploads megabytes to an unknown host, by HTTPS.',
  kind: 'attack',
  technique: 'T1048.002',
  durationSeconds: 240,
  *play(stage) {
    const { random, office } = stage
    const { database, fileServer } = office.machines
    const client = random.pick([database, fileServer, random.pick(office.workstations).host])
    const name = strangerDomain(random)
    const server = office.internet.stranger(name)
    const upload = {
      client,
      server,
      name,
      pieceCount: random.integer(12, 28),
      pieceLength: Math.round(random.between(300_000, 700_000)),
    }
    const bytes = upload.pieceCount * upload.pieceLength
    const details = { peer: server.address, domain: name, bytes }
    const start = { kind: 'exfiltration', attacker: client, victims: [server], details }
    yield* stage.attack(start, uploadPieces(stage, upload))
  },
}

export const bareExfiltration: Scenario = {
  name: 'exfiltration_bare',
  description: 'A server uploads dozens of megabytes to an address that was never looked up.',
  kind: 'attack',
  technique: 'T1048.002',
  durationSeconds: 240,
  *play(stage) {
    const { random, office } = stage
    const { database, fileServer } = office.machines
    const client = random.pick([database, fileServer])
    const server = office.internet.stranger('drop-zone')
    const upload = { client, server, pieceCount: random.integer(30, 36), pieceLength: 800_000 }
    const bytes = upload.pieceCount * upload.pieceLength
    const details = { peer: server.address, bytes }
    const start = { kind: 'exfiltration', attacker: client, victims: [server], details }
    yield* stage.attack(start, uploadPieces(stage, upload))
  },
}

export interface Upload {
  readonly client: Host
  readonly server: Host
  /** Looked up before; without it the program has the address already. */
  readonly name?: string
  readonly pieceCount: number
  readonly pieceLength: number
}

/** One TLS session that sends much and receives next to nothing. */
export function* uploadPieces(stage: Stage, upload: Upload): Process {
  const { client, server, name, pieceCount, pieceLength } = upload
  const { random, office, network } = stage
  if (name !== undefined) {
    yield* lookUp(network, { client, resolver: office.resolver, name, target: server })
  }
  const options = { client, server, serverName: name, profile: opensslTls }
  const session = new TlsSession(network, options)
  if (!(yield* session.open())) return
  for (let piece = 0; piece < pieceCount; piece++) {
    yield* session.exchange({ requestLength: pieceLength, answerLength: 180, thinkMs: 30 })
    yield random.exponential(900_000)
  }
  yield* session.close()
}

export const icmpTunnel: Scenario = {
  name: 'icmp_tunnel',
  description: 'Data travels in the payload of pings to an outside host, both ways.',
  kind: 'attack',
  technique: 'T1048.003',
  durationSeconds: 180,
  *play(stage) {
    const { random, office } = stage
    const client = random.pick(office.workstations).host
    const server = office.internet.stranger('icmp-tunnel')
    const perSecond = random.between(4, 20)
    const count = Math.floor(
      Math.min(random.integer(250, 900), stage.secondsLeft * 0.7 * perSecond),
    )
    const details = { peer: server.address, packets: count, per_second: Math.round(perSecond) }
    const start = { kind: 'icmp_tunnel', attacker: client, victims: [server], details }
    yield* stage.attack(start, tunnel(stage, { client, server, perSecond, count }))
  },
}

interface IcmpTunnel {
  readonly client: Host
  readonly server: Host
  readonly perSecond: number
  readonly count: number
}

function* tunnel(stage: Stage, { client, server, perSecond, count }: IcmpTunnel): Process {
  const { random, network, wire } = stage
  yield* network.reach(client, server)
  const identifier = random.integer(1, 0xffff)
  for (let sequence = 0; sequence < count; sequence++) {
    const echo = { identifier, sequence, dontFragment: true }
    // Both directions carry data of their own, so the reply does not repeat the request.
    const lengths = [random.integer(64, 1400), random.chance(0.5) ? 36 : random.integer(64, 1400)]
    wire.icmpEcho(client, server, { ...echo, type: 8 }, network.ciphertext.take(lengths[0] ?? 64))
    yield server.reactionUs()
    wire.icmpEcho(server, client, { ...echo, type: 0 }, network.ciphertext.take(lengths[1] ?? 36))
    yield random.exponential(1e6 / perSecond)
  }
}
