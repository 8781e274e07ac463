import { exchangeHttp } from '../conversation/http-exchange.ts'
import { SshSession } from '../conversation/ssh-session.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { Flag } from '../conversation/tcp-side.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import type { Host } from '../network/host.ts'
import { goTls } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'
import { scannerOptions } from './tcp-probe.ts'

export const oddProtocol: Scenario = {
  name: 'odd_protocol',
  description: 'A protocol where it does not belong: SSH on 443, or HTTP on 53 and 22.',
  kind: 'attack',
  technique: 'T1571',
  durationSeconds: 180,
  *play(stage) {
    const { random, office } = stage
    const client = random.pick(office.workstations).host
    const server = office.internet.stranger('odd-protocol')
    const protocol = random.pick(['ssh', 'http'])
    const port = protocol === 'ssh' ? random.pick([443, 80, 53]) : random.pick([22, 53, 25])
    server.openPorts.add(port)
    const details = { peer: server.address, port, protocol }
    const start = { kind: 'odd_protocol_for_port', attacker: client, victims: [server], details }
    const ends = { client, server, port }
    yield* stage.attack(start, protocol === 'ssh' ? useSsh(stage, ends) : useHttp(stage, ends))
  },
}

interface Ends {
  readonly client: Host
  readonly server: Host
  readonly port: number
}

function* useSsh(stage: Stage, ends: Ends): Process {
  const session = new SshSession(stage.network, ends)
  if (!(yield* session.open())) return
  yield* session.tryPassword(true)
  for (let command = stage.random.integer(8, 20); command > 0; command--) {
    yield* session.exchange(44, stage.random.integer(44, 1200))
    yield stage.random.logNormal(1.5, 0.8) * 1e6
  }
  yield* session.conversation.close('client')
}

function* useHttp(stage: Stage, ends: Ends): Process {
  const headers = { Host: ends.server.address, 'User-Agent': 'curl/7.88.1', Accept: '*/*' }
  for (let request = stage.random.integer(4, 10); request > 0; request--) {
    const conversation = new TcpConversation(stage.network, ends)
    if (!(yield* conversation.open())) return
    yield* exchangeHttp(conversation, {
      request: { target: `/${stage.random.text(8)}`, headers },
      response: { status: 200, body: stage.network.ciphertext.take(1400) },
    })
    yield* conversation.close('server')
    yield stage.random.exponential(5e6)
  }
}

export const portZero: Scenario = {
  name: 'port_zero',
  description:
    'Packets to TCP and UDP port 0, which no program uses; scanners do, to tell systems.',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.insider(random)
    const victims = random.sample(Object.values(office.machines), random.integer(1, 4))
    const start = { kind: 'port_zero', attacker, victims, details: { hosts: victims.length } }
    const run = function* () {
      for (const victim of victims) {
        yield* network.reach(attacker, victim)
        const ports = { sourcePort: attacker.ephemeralPort(), destinationPort: 0 }
        const numbers = { sequence: random.next(), acknowledgement: 0, window: 1024 }
        const options = scannerOptions()
        wire.tcp(attacker, victim, { ...ports, ...numbers, flags: Flag.syn, options })
        yield victim.reactionUs()
        const reset = { sequence: 0, acknowledgement: (numbers.sequence + 1) >>> 0, window: 0 }
        const back = { sourcePort: 0, destinationPort: ports.sourcePort }
        wire.tcp(victim, attacker, { ...back, ...reset, flags: Flag.rst | Flag.ack })
        yield random.exponential(300_000)
        wire.udp(attacker, victim, { ...ports, sourcePort: 0 }, Buffer.alloc(8))
        yield random.exponential(800_000)
      }
    }
    yield* stage.attack(start, run())
  },
}

export const connectionWithoutDns: Scenario = {
  name: 'connection_without_dns',
  description: 'A program connects to bare Internet addresses that were never looked up.',
  kind: 'attack',
  technique: 'T1071.001',
  durationSeconds: 180,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const servers = Array.from({ length: random.integer(12, 20) }, (_, index) =>
      office.internet.stranger(`peer-${index}`),
    )
    const details = { peers: servers.length }
    const start = { kind: 'connection_without_dns', attacker: client, victims: servers, details }
    const run = function* () {
      for (const server of servers) {
        const options = { client, server, serverName: undefined, profile: goTls }
        const session = new TlsSession(network, options)
        if (!(yield* session.open())) continue
        yield* session.exchange({ requestLength: 400, answerLength: 2400, thinkMs: 15 })
        yield* session.close()
        yield random.exponential(4e6)
      }
    }
    yield* stage.attack(start, run())
  },
}
