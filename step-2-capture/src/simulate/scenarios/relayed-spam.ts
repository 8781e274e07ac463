import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { clientSays, converse, serverSays } from '../conversation/text-dialogue.ts'
import type { Scenario } from './scenario.ts'

export const relayedSpam: Scenario = {
  name: 'relayed_spam',
  description:
    'A workstation sends mail to dozens of domains through the mail server of the office.',
  kind: 'attack',
  technique: 'T1566',
  durationSeconds: 180,
  *play(stage) {
    const { random, office, network } = stage
    const client = office.insider(random)
    const server = office.machines.mailServer
    const letters = random.integer(40, 80)
    const details = { letters }
    const start = { kind: 'relayed_spam', attacker: client, victims: [server], details }
    const run = function* () {
      for (let letter = 0; letter < letters; letter++) {
        const conversation = new TcpConversation(network, { client, server, port: 25 })
        if (!(yield* conversation.open())) continue
        yield* converse(conversation, [
          serverSays(`220 mail.${office.domain} ESMTP`, 20),
          clientSays(`HELO ${random.text(6)}`),
          serverSays(`250 mail.${office.domain}`),
          clientSays(`MAIL FROM:<${random.text(7)}@${office.domain}>`),
          serverSays('250 2.1.0 Ok'),
          clientSays(`RCPT TO:<${random.text(6)}@${random.text(8)}.example>`),
          serverSays('250 2.1.5 Ok'),
          clientSays('DATA'),
          serverSays('354 End data with <CR><LF>.<CR><LF>'),
          clientSays('Subject: Your parcel\r\n\r\nIt waits for you.\r\n.'),
          serverSays('250 2.0.0 Ok: queued'),
          clientSays('QUIT'),
          serverSays('221 2.0.0 Bye'),
        ])
        yield* conversation.close('client')
        yield random.between(0.2, 1.5) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}
