import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Host } from '../network/host.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const httpFlood: Scenario = {
  name: 'http_flood',
  description: 'One page is asked for hundreds of times, each time with a query to pass caches.',
  kind: 'attack',
  technique: 'T1499.002',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const attacker = office.intruder()
    const victim = office.machines.webServer
    const perSecond = Math.round(random.between(40, 90))
    const count = Math.round(perSecond * random.between(8, 12))
    const details = { port: 80, per_second: perSecond, requests: count }
    const start = { kind: 'http_flood', attacker, victims: [victim], details }
    const run = function* () {
      for (let sent = 0; sent < count; sent++) {
        network.simulator.spawn(askPastCache(stage, attacker, victim))
        yield random.exponential(1e6 / perSecond)
      }
      yield 1e6
    }
    yield* stage.attack(start, run())
  },
}

function* askPastCache(stage: Stage, client: Host, server: Host): Process {
  const { network, random } = stage
  const conversation = new TcpConversation(network, { client, server, port: 80 })
  if (!(yield* conversation.open())) return
  const headers = { Host: server.name, 'User-Agent': 'Mozilla/5.0', 'Cache-Control': 'no-cache' }
  yield* exchangeHttp(conversation, {
    request: { target: `/?${random.text(6)}=${random.text(9)}`, headers },
    response: { status: 200, body: '<h1>Welcome</h1>' },
  })
  conversation.reset('client')
}
