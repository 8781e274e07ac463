import { lookUp } from '../conversation/dns-lookup.ts'
import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import type { Host } from '../network/host.ts'
import { goTls, opensslTls } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'
import { strangerDomain } from './names.ts'
import type { Scenario, Stage } from './scenario.ts'

export const httpBeacon: Scenario = {
  name: 'beacon_http',
  description: 'An implant asks its master for work by HTTP, every half minute or so, with jitter.',
  kind: 'attack',
  technique: 'T1071.001',
  durationSeconds: 1800,
  activity: 0.06,
  play: (stage) => beacon(stage, 'beacon_http', checkInByHttp),
}

export const tlsBeacon: Scenario = {
  name: 'beacon_tls',
  description:
    'An implant asks its master for work by HTTPS, every half minute or so, with jitter.',
  kind: 'attack',
  technique: 'T1573.002',
  durationSeconds: 1800,
  activity: 0.06,
  play: (stage) => beacon(stage, 'beacon_tls', checkInByTls),
}

interface CheckIn {
  readonly client: Host
  readonly server: Host
  readonly name: string
  /** The implant has something to say or to fetch this time. */
  readonly hasTask: boolean
}

function* beacon(
  stage: Stage,
  name: string,
  checkIn: (stage: Stage, options: CheckIn) => Process,
): Process {
  const { random, office, network } = stage
  const client = random.pick(office.workstations).host
  const domain = strangerDomain(random)
  const server = office.internet.stranger(domain)
  const periodSeconds = Math.round(random.between(15, 45))
  const jitter = random.pick([0.02, 0.05, 0.1, 0.2])
  const details = { peer: server.address, domain, period_seconds: periodSeconds, jitter }
  const start = { kind: 'beaconing', attacker: client, victims: [server], details }
  const run = function* () {
    while (stage.secondsLeft > 2 * periodSeconds) {
      yield* lookUp(network, { client, resolver: office.resolver, name: domain, target: server })
      yield* checkIn(stage, { client, server, name: domain, hasTask: random.chance(0.04) })
      yield periodSeconds * (1 + random.between(-jitter, jitter)) * 1e6
    }
  }
  yield* stage.attack({ ...start, details: { ...details, carrier: name } }, run())
}

function* checkInByHttp(stage: Stage, { client, server, name, hasTask }: CheckIn): Process {
  const conversation = new TcpConversation(stage.network, { client, server, port: 80 })
  if (!(yield* conversation.open())) return
  const headers = {
    Host: name,
    'User-Agent': 'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)',
    Accept: '*/*',
    Cookie: `id=${Buffer.from(client.mac).toString('base64')}`,
    Connection: 'close',
  }
  const task = stage.network.ciphertext.take(hasTask ? stage.random.integer(800, 9000) : 48)
  yield* exchangeHttp(conversation, {
    request: { target: '/jquery-3.3.2.slim.min.js', headers },
    response: {
      status: 200,
      headers: { 'Content-Type': 'application/octet-stream', Connection: 'close' },
      body: task,
    },
  })
  yield* conversation.close('server')
}

function* checkInByTls(stage: Stage, { client, server, name, hasTask }: CheckIn): Process {
  const profile = client.system.name === 'linux' ? opensslTls : goTls
  const session = new TlsSession(stage.network, { client, server, serverName: name, profile })
  if (!(yield* session.open())) return
  const answerLength = hasTask ? stage.random.integer(800, 9000) : 132
  yield* session.exchange({ requestLength: 276, answerLength, thinkMs: 6 })
  yield* session.close()
}
