import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Host } from '../network/host.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const sessionTheft: Scenario = {
  name: 'session_theft',
  description: 'A cookie read from the wire opens the session of another.',
  kind: 'attack',
  technique: 'T1539',
  durationSeconds: 120,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.intruder()
    const owner = random.pick(office.workstations).host
    const server = office.machines.webServer
    const cookie = `PHPSESSID=${random.text(26)}`
    const start = { kind: 'session_theft', attacker, victims: [owner, server] }
    const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:134.0) Firefox/134.0'
    yield* visit(stage, { client: owner, server, browser, cookie })
    yield random.between(4, 15) * 1e6
    const run = function* () {
      for (let page = random.integer(2, 6); page > 0; page--) {
        yield* visit(stage, { client: attacker, server, browser: 'curl/8.5.0', cookie })
        yield random.exponential(2e6)
      }
    }
    yield* stage.attack(start, run())
  },
}

interface Visit {
  readonly client: Host
  readonly server: Host
  readonly browser: string
  readonly cookie: string
}

function* visit(stage: Stage, { client, server, browser, cookie }: Visit): Process {
  const conversation = new TcpConversation(stage.network, { client, server, port: 8080 })
  if (!(yield* conversation.open())) return
  const headers = { Host: `${server.name}:8080`, 'User-Agent': browser, Cookie: cookie }
  yield* exchangeHttp(conversation, {
    request: { target: '/account/', headers },
    response: { status: 200, body: '<h1>Your account</h1>' },
  })
  yield* conversation.close('server')
}
