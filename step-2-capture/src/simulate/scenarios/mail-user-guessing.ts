import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { clientSays, converse, serverSays } from '../conversation/text-dialogue.ts'
import type { Scenario } from './scenario.ts'

const guessedUsers = ['admin', 'root', 'info', 'sales', 'test', 'support', 'anna', 'peter']

export const mailUserGuessing: Scenario = {
  name: 'mail_user_guessing',
  description:
    'A host asks the mail server for one user after another, or names them as recipients.',
  kind: 'attack',
  technique: 'T1087',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = office.intruder()
    const server = office.machines.mailServer
    const command = random.pick(['VRFY', 'RCPT'])
    const users = Array.from({ length: random.integer(15, 40) }, (_, index) =>
      index < guessedUsers.length ? (guessedUsers[index] as string) : random.text(6),
    )
    const details = { command, users: users.length }
    const start = { kind: 'mail_user_guessing', attacker: client, victims: [server], details }
    const run = function* () {
      const conversation = new TcpConversation(network, { client, server, port: 25 })
      if (!(yield* conversation.open())) return
      yield* converse(conversation, [
        serverSays(`220 mail.${office.domain} ESMTP`, 20),
        clientSays('HELO x'),
        serverSays(`250 mail.${office.domain}`),
        clientSays('MAIL FROM:<user@example.com>'),
        serverSays('250 2.1.0 Ok'),
      ])
      for (const user of users) {
        const asked = command === 'VRFY' ? `VRFY ${user}` : `RCPT TO:<${user}@${office.domain}>`
        const answer = random.chance(0.1)
          ? '252 2.0.0 '
          : `550 5.1.1 <${user}>: Recipient address rejected: User unknown`
        yield* converse(conversation, [clientSays(asked, 4), serverSays(answer, 6)])
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
