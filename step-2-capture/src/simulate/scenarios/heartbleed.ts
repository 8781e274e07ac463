import { TlsSession } from '../conversation/tls-session.ts'
import { opensslTls } from '../packet-builder/tls-profiles.ts'
import type { Scenario } from './scenario.ts'

/** TLS record type of a heartbeat (RFC 6520), in a record of TLS 1.2. */
const recordHead = [24, 3, 3]
/** As much as one record holds. */
const leakLength = 16_384

export const heartbleed: Scenario = {
  name: 'heartbleed',
  description: 'Heartbeats that ask for 16 kB and bring nothing, and a server that answers them.',
  kind: 'attack',
  technique: 'T1190',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = office.intruder()
    const server = office.machines.webServer
    const count = random.integer(2, 9)
    const details = { port: 443, heartbeats: count }
    const start = { kind: 'heartbleed', attacker: client, victims: [server], details }
    const run = function* () {
      for (let sent = 0; sent < count; sent++) {
        const options = { client, server, serverName: undefined, profile: opensslTls }
        const session = new TlsSession(network, options)
        if (!(yield* session.open())) return
        const { conversation } = session
        yield* conversation.send('client', heartbeat(1, leakLength, Buffer.alloc(0)))
        yield conversation.reactionUs('server')
        const leak = network.ciphertext.take(leakLength - 3)
        yield* conversation.send('server', heartbeat(2, leak.length, leak))
        conversation.reset('client')
        yield random.exponential(2e6)
      }
    }
    yield* stage.attack(start, run())
  },
}

/** @param length What the message says of its data. */
function heartbeat(type: number, length: number, data: Uint8Array): Buffer {
  const head = Buffer.from([...recordHead, 0, 0, type, 0, 0])
  head.writeUInt16BE(3 + data.length, 3)
  head.writeUInt16BE(length, 6)
  return Buffer.concat([head, data])
}
