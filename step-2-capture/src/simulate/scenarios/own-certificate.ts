import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { certificate, certificateMessage } from '../packet-builder/certificate.ts'
import {
  changeCipherSpec,
  clientHello,
  handshake,
  serverHelloMessage,
  TlsContent,
  tlsRecords,
} from '../packet-builder/tls.ts'
import { opensslTls } from '../packet-builder/tls-profiles.ts'
import type { Scenario } from './scenario.ts'

/** A named curve, and a key of 32 bytes (RFC 8422, section 5.4); an RSA signature of 256. */
const x25519 = Buffer.from([3, 0x00, 0x1d, 32])
const rsaPss = Buffer.from([0x08, 0x04, 0x01, 0x00])

export const ownCertificate: Scenario = {
  name: 'c2_certificate',
  description:
    'A trojan calls its master by TLS on an odd port; the certificate is signed by itself.',
  kind: 'attack',
  technique: 'T1573.002',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const server = office.internet.stranger('tls-master')
    const port = random.pick([4041, 6606, 7707, 8808, 56_001])
    server.openPorts.add(port)
    const subject = random.pick(['localhost', 'server', 'My Company'])
    const encoded = certificate({
      subject,
      issuer: subject,
      firstDay: new Date('2025-06-01T00:00:00Z'),
      validDays: random.pick([365, 3650, 36_500]),
      key: random.bytes(256),
      signature: random.bytes(256),
    })
    const details = { peer: server.address, port, subject }
    const start = { kind: 'c2_certificate', attacker: client, victims: [server], details }
    const secret = (length: number) =>
      tlsRecords(TlsContent.applicationData, network.ciphertext.take(length))
    const run = function* () {
      const conversation = new TcpConversation(network, { client, server, port })
      if (!(yield* conversation.open())) return
      const sessionId = client.random.bytes(32)
      const hello = { profile: opensslTls, serverName: undefined, sessionId, random: client.random }
      yield* conversation.send('client', clientHello(hello))
      yield conversation.reactionUs('server')
      const chosen = { version: 0x0303, cipher: 0xc030, sessionId, random: server.random }
      const flight = [
        serverHelloMessage(chosen),
        certificateMessage(encoded),
        handshake(12, Buffer.concat([x25519, random.bytes(32), rsaPss, random.bytes(256)])),
        handshake(14, Buffer.alloc(0)),
      ]
      yield* conversation.send('server', tlsRecords(TlsContent.handshake, Buffer.concat(flight)))
      yield conversation.reactionUs('client')
      const exchanged = tlsRecords(
        TlsContent.handshake,
        handshake(16, Buffer.concat([Buffer.from([32]), random.bytes(32)])),
      )
      const finished = tlsRecords(TlsContent.handshake, network.ciphertext.take(40))
      const last = Buffer.concat([changeCipherSpec(), finished])
      yield* conversation.send('client', Buffer.concat([exchanged, last]))
      yield* conversation.send('server', last)
      for (let ping = 0; ping < 4; ping++) {
        yield* conversation.send('client', secret(90))
        yield* conversation.send('server', secret(70))
        yield random.between(5, 15) * 1e6
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
