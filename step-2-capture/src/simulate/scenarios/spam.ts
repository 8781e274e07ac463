import { exchangeDns } from '../conversation/dns-lookup.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { clientSays, converse, serverSays } from '../conversation/text-dialogue.ts'
import type { Host } from '../network/host.ts'
import { DnsCode, DnsType } from '../packet-builder/dns.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const spam: Scenario = {
  name: 'spam',
  description: 'A workstation sends mail straight to dozens of foreign mail servers.',
  kind: 'attack',
  technique: 'T1566',
  durationSeconds: 240,
  *play(stage) {
    const { random, office } = stage
    const attacker = random.pick(office.workstations).host
    const servers = Array.from({ length: random.integer(15, 45) }, (_, index) => {
      const server = office.internet.stranger(`mx.customer-${index + 1}.example`)
      server.openPorts.add(25)
      return server
    })
    const details = { port: 25, servers: servers.length }
    const start = { kind: 'spam', attacker, victims: servers, details }
    const run = function* () {
      for (const server of servers) {
        stage.network.simulator.spawn(sendSpam(stage, attacker, server))
        yield random.exponential(1.4e6)
      }
      yield 4e6
    }
    yield* stage.attack(start, run())
  },
}

function* sendSpam(stage: Stage, client: Host, server: Host): Process {
  const { random, office, network } = stage
  const domain = server.name.slice(3)
  const question = { name: domain, type: DnsType.mx }
  const data = { preference: 10, exchange: server.name }
  const answers = [{ ...question, timeToLiveS: 3600, data }]
  const ends = { client, resolver: office.resolver }
  yield* exchangeDns(network, { ...ends, question, answer: { code: DnsCode.noError, answers } })
  const conversation = new TcpConversation(network, { client, server, port: 25 })
  if (!(yield* conversation.open())) return
  const sender = `${random.text(7)}@${random.text(8)}.example`
  const recipient = `${random.text(6)}@${domain}`
  const isRefused = random.chance(0.35)
  yield* converse(conversation, [
    serverSays(`220 ${server.name} ESMTP`, 20),
    clientSays(`HELO ${random.text(9)}`),
    serverSays(`250 ${server.name}`),
    clientSays(`MAIL FROM:<${sender}>`),
    serverSays('250 2.1.0 Ok'),
    clientSays(`RCPT TO:<${recipient}>`),
    isRefused
      ? serverSays('554 5.7.1 Service unavailable; client host blocked', 60)
      : serverSays('250 2.1.5 Ok', 20),
  ])
  if (!isRefused) yield* converse(conversation, letter(sender, recipient))
  yield* conversation.close('client')
}

function letter(sender: string, recipient: string) {
  return [
    clientSays('DATA'),
    serverSays('354 End data with <CR><LF>.<CR><LF>'),
    clientSays(
      `From: ${sender}\r\nTo: ${recipient}\r\nSubject: Your parcel is waiting\r\n\r\nDear customer,\r\n\r\nplease confirm your address within 24 hours:\r\nhttp://parcel-tracking.example/confirm?id=${recipient}\r\n.`,
    ),
    serverSays('250 2.0.0 Ok: queued', 40),
    clientSays('QUIT'),
    serverSays('221 2.0.0 Bye'),
  ]
}
