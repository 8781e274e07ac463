import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { converse } from '../conversation/text-dialogue.ts'
import type { Host } from '../network/host.ts'
import type { MachineName } from '../network/machines.ts'
import type { Process } from '../simulator.ts'
import {
  ftpLogin,
  imapLogin,
  type LoginDialogue,
  pop3Login,
  telnetLogin,
} from './login-dialogues.ts'
import type { Scenario, Stage } from './scenario.ts'

interface Login {
  readonly client: Host
  readonly server: Host
  readonly user: string
  readonly password: string
}

interface ClearService {
  readonly service: string
  readonly machine: MachineName
  readonly logIn: (stage: Stage, login: Login) => Process
}

const services: readonly ClearService[] = [
  { service: 'ftp', machine: 'ftpServer', logIn: logInByText(21, ftpLogin) },
  { service: 'telnet', machine: 'ftpServer', logIn: logInByText(23, telnetLogin) },
  { service: 'pop3', machine: 'mailServer', logIn: logInByText(110, pop3Login) },
  { service: 'imap', machine: 'mailServer', logIn: logInByText(143, imapLogin) },
  { service: 'http', machine: 'webServer', logIn: logInByHttp },
]

/** Logins whose password anybody on the way can read. */
export const cleartextLogins: readonly Scenario[] = services.map((service) => ({
  name: `cleartext_${service.service}`,
  description: `Some people log in by ${service.service.toUpperCase()} and send their passwords in the clear.`,
  kind: 'attack',
  technique: 'T1040',
  durationSeconds: 150,
  play: (stage) => play(stage, service),
}))

function* play(stage: Stage, { service, machine, logIn }: ClearService): Process {
  const { random, office } = stage
  const clients = random.sample(office.workstations, random.integer(1, 3)).map(({ host }) => host)
  const server = office.machines[machine]
  const [first = server] = clients
  const details = { service, logins: clients.length }
  const start = { kind: 'clear_text_login', attacker: first, victims: [server], details }
  const run = function* () {
    for (const client of clients) {
      const user = `${random.pick(['anna', 'ben', 'carla', 'david', 'eva'])}${random.integer(1, 99)}`
      const password = `${random.text(5)}-${random.integer(10, 99)}`
      yield* logIn(stage, { client, server, user, password })
      yield random.between(2, 12) * 1e6
    }
  }
  yield* stage.attack(start, run())
}

function logInByText(port: number, dialogue: LoginDialogue): ClearService['logIn'] {
  return function* (stage, { client, server, user, password }) {
    const conversation = new TcpConversation(stage.network, { client, server, port })
    if (!(yield* conversation.open())) return
    yield* converse(conversation, dialogue(user, password))
    yield* conversation.close('server')
  }
}

/** HTTP basic authentication (RFC 7617): refused once, then with the password in base64. */
function* logInByHttp(stage: Stage, { client, server, user, password }: Login): Process {
  const conversation = new TcpConversation(stage.network, { client, server, port: 8080 })
  if (!(yield* conversation.open())) return
  const headers = { Host: `${server.name}:8080`, 'User-Agent': 'curl/8.5.0', Accept: '*/*' }
  const challenge = { 'WWW-Authenticate': 'Basic realm="reports"' }
  yield* exchangeHttp(conversation, {
    request: { target: '/reports/', headers },
    response: { status: 401, headers: challenge, body: '<h1>401 Unauthorized</h1>' },
  })
  const Authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  yield* exchangeHttp(conversation, {
    request: { target: '/reports/', headers: { ...headers, Authorization } },
    response: { status: 200, body: '<h1>Reports</h1>\n<ul><li>January</li></ul>' },
  })
  yield* conversation.close('client')
}
