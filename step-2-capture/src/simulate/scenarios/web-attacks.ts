import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Host } from '../network/host.ts'
import type { HttpRequest, HttpResponse } from '../packet-builder/http.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'
import { scannerPaths, type WebAttack, webAttackFamilies } from './web-payloads.ts'

/** Attacks on the office's web application, one scenario a family. */
export const webAttacks: readonly Scenario[] = webAttackFamilies.map((family) => ({
  name: family.name,
  description: family.description,
  kind: 'attack',
  technique: family.technique,
  durationSeconds: 150,
  play: (stage) => playFamily(stage, family),
}))

function* playFamily(stage: Stage, family: WebAttack): Process {
  const { random, office } = stage
  const attacker = outsiderOrInsider(stage)
  const victim = office.machines.webServer
  const count = random.integer(3, family.requests.length)
  const requests = random.sample(family.requests, count)
  const details = { port: 80, requests: count }
  const start = { kind: family.name, attacker, victims: [victim], details }
  const agents = ['curl/7.88.1', 'python-requests/2.31.0', browserAgent]
  const headers = { Host: victim.name, 'User-Agent': random.pick(agents), Accept: '*/*' }
  const run = function* () {
    for (const request of requests) {
      const sent = { ...request, headers: { ...headers, ...request.headers } }
      yield* sendAlone(stage, { attacker, victim, request: sent, response: answer(stage) })
      yield random.exponential(2.5e6)
    }
  }
  yield* stage.attack(start, run())
}

const browserAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36'

export const webScanner: Scenario = {
  name: 'web_scanner',
  description:
    'A scanner for web weaknesses tries hundreds of paths; nearly all of them are missing.',
  kind: 'attack',
  technique: 'T1595.002',
  durationSeconds: 150,
  *play(stage) {
    const { random, office } = stage
    const attacker = outsiderOrInsider(stage)
    const victim = office.machines.webServer
    const agent = random.pick(scannerAgents)
    const count = random.integer(120, 300)
    const details = { port: 80, requests: count, agent }
    const start = { kind: 'web_scan', attacker, victims: [victim], details }
    yield* stage.attack(start, scanPaths(stage, { attacker, victim, agent, count }))
  },
}

const scannerAgents = [
  'Mozilla/5.00 (Nikto/2.5.0) (Evasions:None) (Test:Port Check)',
  'sqlmap/1.8#stable (https://sqlmap.org)',
  'gobuster/3.6',
  'Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)',
]

interface PathScan {
  readonly attacker: Host
  readonly victim: Host
  readonly agent: string
  readonly count: number
}

function* scanPaths(stage: Stage, { attacker, victim, agent, count }: PathScan): Process {
  const { random, network } = stage
  const headers = { Host: victim.name, 'User-Agent': agent, Connection: 'Keep-Alive' }
  for (let sent = 0; sent < count; ) {
    const conversation = new TcpConversation(network, {
      client: attacker,
      server: victim,
      port: 80,
    })
    if (!(yield* conversation.open())) return
    for (let left = random.integer(20, 60); left > 0 && sent < count; left--, sent++) {
      const target =
        scannerPaths[sent] ?? `/${random.text(8)}.${random.pick(['php', 'asp', 'bak'])}`
      const isThere = target === '/robots.txt' || random.chance(0.02)
      const response = isThere
        ? { status: 200, body: 'User-agent: *\nDisallow:\n' }
        : { status: 404, body: notFoundPage }
      yield* exchangeHttp(conversation, { request: { target, headers }, response, thinkMs: 1 })
      yield random.exponential(60_000)
    }
    yield* conversation.close('client')
  }
}

interface LoneRequest {
  readonly attacker: Host
  readonly victim: Host
  readonly request: HttpRequest
  readonly response: HttpResponse
}

/** One request on a connection of its own. */
function* sendAlone(stage: Stage, { attacker, victim, request, response }: LoneRequest): Process {
  const ends = { client: attacker, server: victim, port: 80 }
  const conversation = new TcpConversation(stage.network, ends)
  if (!(yield* conversation.open())) return
  yield* exchangeHttp(conversation, { request, response, thinkMs: 8 })
  yield* conversation.close('client')
}

function answer({ random }: Stage): HttpResponse {
  const status = random.pick([200, 200, 403, 404, 500])
  return { status, body: status === 404 ? notFoundPage : `<html><p>${random.text(120)}</p></html>` }
}

const notFoundPage = `<html>
<head><title>404 Not Found</title></head>
<body><center><h1>404 Not Found</h1></center><hr><center>nginx/1.22.1</center></body>
</html>
`

function outsiderOrInsider({ random, office }: Stage): Host {
  return random.chance(0.6) ? office.internet.stranger('web-attacker') : office.insider(random)
}
