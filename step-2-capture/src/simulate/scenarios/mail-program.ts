import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { clientSays, converse, serverSays } from '../conversation/text-dialogue.ts'
import { dosHeader } from './malware-loading.ts'
import type { Scenario } from './scenario.ts'

const names = [
  'invoice.pdf.exe',
  'order.vbs',
  'scan_0117.jse',
  'parcel.lnk',
  'photo.scr',
  'offer.hta',
]

export const mailProgram: Scenario = {
  name: 'mail_program',
  description:
    'Malware on a workstation sends itself as an attachment, by the mail server of the office.',
  kind: 'attack',
  technique: 'T1566',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const server = office.machines.mailServer
    const name = random.pick(names)
    const mails = random.integer(2, 6)
    const start = {
      kind: 'mail_program',
      attacker: client,
      victims: [server],
      details: { file: name, mails },
    }
    const run = function* () {
      for (let mail = 0; mail < mails; mail++) {
        const conversation = new TcpConversation(network, { client, server, port: 25 })
        if (!(yield* conversation.open())) return
        const code = network.ciphertext.take(random.integer(2_000, 20_000))
        yield* converse(conversation, [
          serverSays(`220 mail.${office.domain} ESMTP`, 20),
          clientSays(`HELO ${random.text(8)}.example`),
          serverSays(`250 mail.${office.domain}`),
          clientSays(`MAIL FROM:<user${random.integer(10, 40)}@${office.domain}>`),
          serverSays('250 2.1.0 Ok'),
          clientSays(`RCPT TO:<${random.text(6)}@${random.text(8)}.example>`),
          serverSays('250 2.1.5 Ok'),
          clientSays('DATA'),
          serverSays('354 End data with <CR><LF>.<CR><LF>'),
          clientSays(letter(name, Buffer.concat([dosHeader, code]))),
          serverSays('250 2.0.0 Ok: queued', 40),
          clientSays('QUIT'),
          serverSays('221 2.0.0 Bye'),
        ])
        yield* conversation.close('client')
        yield random.exponential(4e6)
      }
    }
    yield* stage.attack(start, run())
  },
}

/** A letter with a file (RFC 2046), up to the point that ends it. */
function letter(name: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,76}/g) ?? []
  return [
    'Subject: Your order',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'Please see the attached file.',
    '--part',
    `Content-Type: application/octet-stream; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...lines,
    '--part--',
    '.',
  ].join('\r\n')
}
