import { lookUp } from '../conversation/dns-lookup.ts'
import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { strangerDomain } from './names.ts'
import type { Scenario } from './scenario.ts'

const powerShell =
  'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.3803'
/** The start of a script that decodes a program and runs it in memory. */
const script = "$bytes = [Convert]::FromBase64String('"
/** A path whose bytes add up to 92, as the stages of attack frameworks have. */
const stagePath = '/aaa9'

export const loaderDownload: Scenario = {
  name: 'loader_download',
  description: 'A macro has PowerShell fetch a script, which loads the stage of a framework.',
  kind: 'attack',
  technique: 'T1059',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const name = strangerDomain(random)
    const server = office.internet.stranger(name)
    const details = { peer: server.address, domain: name }
    const start = { kind: 'script_download', attacker: client, victims: [server], details }
    const files = [
      {
        target: '/news/latest',
        type: 'text/plain',
        body: script + random.bytes(900).toString('base64'),
      },
      {
        target: stagePath,
        type: 'application/octet-stream',
        body: network.ciphertext.take(random.integer(90_000, 200_000)),
      },
    ]
    const run = function* () {
      yield* lookUp(network, { client, resolver: office.resolver, name, target: server })
      for (const { target, type, body } of files) {
        const conversation = new TcpConversation(network, { client, server, port: 80 })
        if (!(yield* conversation.open())) return
        yield* exchangeHttp(conversation, {
          request: { target, headers: { Host: name, 'User-Agent': powerShell } },
          response: { status: 200, headers: { 'Content-Type': type }, body },
        })
        yield* conversation.close('server')
        yield random.exponential(2e6)
      }
    }
    yield* stage.attack(start, run())
  },
}
