import { exchangeDns, lookUp, noSuchName } from '../conversation/dns-lookup.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { clientSays, converse, serverSays } from '../conversation/text-dialogue.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import type { Office } from '../network/office.ts'
import type { Workstation } from '../network/workstation.ts'
import { addressData, DnsCode, DnsType } from '../packet-builder/dns.ts'
import { opensslTls } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'

/** A mail program: one IMAP connection stays open and is asked every minute or so. */
export function* readMail(office: Office, { host, model }: Workstation): Process {
  const { network, resolver } = office
  const { mailServer } = office.machines
  yield host.random.between(1, 40) * 1e6
  for (;;) {
    yield* lookUp(network, { client: host, resolver, name: mailServer.name, target: mailServer })
    const options = { client: host, server: mailServer, profile: model.services, port: 993 }
    const session = new TlsSession(network, { ...options, serverName: mailServer.name })
    if (!(yield* session.open())) return
    for (let check = host.random.integer(12, 40); check > 0; check--) {
      const hasMail = host.random.chance(0.2)
      const size = hasMail ? host.random.pareto(3000, 1.2, 60_000) : host.random.between(60, 140)
      yield* session.exchange({ requestLength: 48, answerLength: Math.round(size), thinkMs: 3 })
      yield host.random.logNormal(55, 0.25) * 1e6
    }
    yield* session.close()
  }
}

/** Mail from outside: the server checks the sender against block lists, then takes it. */
export function* receiveMail(office: Office): Process {
  const { mailServer } = office.machines
  const { random } = mailServer
  for (;;) {
    yield office.pauseUs(mailServer, 45)
    const sender = office.internet.host(`mx${random.integer(1, 9)}.mail-relay.example`)
    office.network.simulator.spawn(takeMail(office, sender))
  }
}

function* takeMail(office: Office, sender: Office['resolver']): Process {
  const { mailServer } = office.machines
  const { network, domain } = office
  const conversation = new TcpConversation(network, {
    client: sender,
    server: mailServer,
    port: 25,
  })
  if (!(yield* conversation.open())) return
  yield* askBlockLists(office, sender.addressBytes)
  yield* converse(conversation, [
    serverSays(`220 mail.${domain} ESMTP Postfix (Debian/GNU)`),
    clientSays(`EHLO ${sender.name}`),
    serverSays(`250-mail.${domain}\r\n250-SIZE 36700160\r\n250-STARTTLS\r\n250 8BITMIME`),
    clientSays('STARTTLS'),
    serverSays('220 2.0.0 Ready to start TLS'),
  ])
  const options = { client: sender, server: mailServer, serverName: undefined, profile: opensslTls }
  const session = new TlsSession(network, { ...options, port: 25 }, conversation)
  yield conversation.reactionUs('client')
  yield* session.handshake()
  for (const length of [60, 90, 70, Math.round(sender.random.pareto(2500, 1.2, 90_000)), 28]) {
    yield* session.exchange({ requestLength: length, answerLength: 42, thinkMs: 6 })
  }
  yield* session.close('client')
}

/** Names of the public lists that mail servers ask whether an address sends spam. */
const blockLists = ['zen.spamhaus.org', 'bl.spamcop.net', 'b.barracudacentral.org']

/** The address goes into the name backwards; not listed is NXDOMAIN, as it mostly is. */
function* askBlockLists(office: Office, address: Uint8Array): Process {
  const { mailServer } = office.machines
  const reversed = [...address].reverse().join('.')
  for (const list of blockLists) {
    const question = { name: `${reversed}.${list}`, type: DnsType.a }
    const data = addressData('127.0.0.4')
    const isListed = mailServer.random.chance(0.08)
    const answers = [{ ...question, timeToLiveS: 900, data }]
    const delayMs = mailServer.random.logNormal(22, 0.6)
    const answer = isListed
      ? { code: DnsCode.noError, answers, delayMs }
      : { ...noSuchName(question.name), delayMs }
    const ends = { client: mailServer, resolver: office.resolver }
    yield* exchangeDns(office.network, { ...ends, question, answer })
  }
}
