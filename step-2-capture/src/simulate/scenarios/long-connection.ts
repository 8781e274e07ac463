import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { Flag } from '../conversation/tcp-side.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import { goTls } from '../packet-builder/tls-profiles.ts'
import type { Scenario } from './scenario.ts'

export const longConnection: Scenario = {
  name: 'long_connection',
  description: 'A remote access tool holds one connection to the outside for more than an hour.',
  kind: 'attack',
  technique: 'T1219',
  durationSeconds: 6900,
  activity: 0.03,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const server = office.internet.stranger('remote-access')
    const port = random.pick([443, 4433, 8443, 5938])
    server.openPorts.add(port)
    const details = { peer: server.address, port }
    const start = { kind: 'long_connection', attacker: client, victims: [server], details }
    const hold = function* () {
      const options = { client, server, serverName: undefined, profile: goTls, port }
      const session = new TlsSession(network, options)
      if (!(yield* session.open())) return
      while (stage.secondsLeft > 90) {
        yield* session.exchange({ requestLength: 40, answerLength: 40, thinkMs: 2 })
        const isWork = random.chance(0.05)
        if (isWork) yield* session.exchange({ requestLength: 300, answerLength: 2600, thinkMs: 9 })
        yield random.between(25, 60) * 1e6
      }
      yield* session.close()
    }
    yield* stage.attack(start, hold())
  },
}

export const strobe: Scenario = {
  name: 'strobe',
  description:
    'A program opens a new connection to the same server every second or so, for minutes.',
  kind: 'attack',
  technique: 'T1071.001',
  durationSeconds: 900,
  activity: 0.15,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const server = office.internet.stranger('strobe')
    const gapSeconds = random.between(0.3, 0.95)
    const details = { peer: server.address, port: 443, gap_seconds: Number(gapSeconds.toFixed(2)) }
    const start = { kind: 'strobe', attacker: client, victims: [server], details }
    const run = function* () {
      while (stage.secondsLeft > 20) {
        const conversation = new TcpConversation(network, { client, server, port: 443 })
        if (yield* conversation.open()) {
          yield random.exponential(4000)
          conversation.reset('client')
        }
        yield gapSeconds * random.between(0.9, 1.1) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}

/** RITA calls a pair a strobe from a connection a second on, all day long. */
const strobeCount = 86_400

export const strobeOfDay: Scenario = {
  name: 'strobe_day',
  description: 'A program whose server is gone tries again dozens of times a second, 90,000 times.',
  kind: 'attack',
  technique: 'T1071.001',
  durationSeconds: 1500,
  activity: 0.02,
  *play(stage) {
    const { random, office, network, wire } = stage
    const client = random.pick(office.workstations).host
    const server = office.internet.stranger('gone-server')
    const port = random.pick([8443, 9443, 7443])
    const count = strobeCount + random.integer(1_000, 4_000)
    const answerUs = 400
    const gapUs = ((stage.secondsLeft - 60) * 1e6) / count - answerUs
    const details = { peer: server.address, port, connections: count }
    const start = { kind: 'strobe', attacker: client, victims: [server], details }
    const run = function* () {
      yield* network.reach(client, server)
      for (let attempt = 0; attempt < count; attempt++) {
        const sourcePort = client.ephemeralPort()
        const sequence = random.next()
        const syn = { sequence, acknowledgement: 0, flags: Flag.syn, window: 64_240 }
        wire.tcp(client, server, { sourcePort, destinationPort: port, ...syn })
        yield answerUs
        const acknowledgement = (sequence + 1) >>> 0
        const reset = { sequence: 0, acknowledgement, flags: Flag.rst | Flag.ack, window: 0 }
        wire.tcp(server, client, { sourcePort: port, destinationPort: sourcePort, ...reset })
        yield random.exponential(gapUs)
      }
    }
    yield* stage.attack(start, run())
  },
}

export const reconnectionStorm: Scenario = {
  name: 'reconnection_storm',
  description: 'A program tries a closed port again and again and is refused each time.',
  kind: 'attack',
  technique: 'T1071',
  durationSeconds: 240,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const server = office.internet.stranger('gone-master')
    const port = random.pick([1337, 6667, 8088, 4782])
    const gapSeconds = random.between(0.3, 1)
    const details = { peer: server.address, port }
    const start = { kind: 'reconnection_storm', attacker: client, victims: [server], details }
    const run = function* () {
      for (let attempt = random.integer(70, 110); attempt > 0; attempt--) {
        yield* new TcpConversation(network, { client, server, port }).open()
        yield gapSeconds * random.between(0.9, 1.1) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}
