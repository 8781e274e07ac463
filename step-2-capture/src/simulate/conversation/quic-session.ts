import type { Host } from '../network/host.ts'
import type { Network } from '../network/network.ts'
import {
  ackOfFirst,
  cryptoFrame,
  quicHandshake,
  quicInitial,
  quicShort,
  transportParameters,
} from '../packet-builder/quic.ts'
import { clientHelloMessage, serverHelloMessage } from '../packet-builder/tls.ts'
import { chromeQuic } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'
import type { Role } from './tcp-conversation.ts'

export interface QuicOptions {
  readonly client: Host
  readonly server: Host
  readonly serverName: string
}

/** Size of a full datagram once the handshake is over, as Chrome and its servers send them. */
const datagramLength = 1250
/** The first datagram of each end is at least this long (RFC 9000 section 14.1). */
const initialLength = 1200

/** HTTP/3: QUIC version 1 over UDP, whose Initial packets anybody can read, as on the real wire. */
export class QuicSession {
  readonly #network: Network
  readonly #options: QuicOptions
  readonly #clientPort: number
  readonly #serverId: Buffer

  constructor(network: Network, options: QuicOptions) {
    this.#network = network
    this.#options = options
    this.#clientPort = options.client.ephemeralPort()
    this.#serverId = options.server.random.bytes(8)
  }

  *open(): Process {
    const { client, server, serverName } = this.#options
    const { ciphertext } = this.#network
    yield* this.#network.reach(client, server)
    const originalId = client.random.bytes(8)
    const clientId = Buffer.alloc(0)
    const hello = clientHelloMessage({
      profile: chromeQuic,
      serverName,
      sessionId: clientId,
      random: client.random,
      transportParameters: transportParameters(clientId),
    })
    const ids = { destination: originalId, source: clientId }
    const fromClient = { ids, from: 'client', originalId, packetNumber: 0 } as const
    this.#emit('client', quicInitial({ ...fromClient, frames: padded(cryptoFrame(hello), 1214) }))
    yield server.reactionUs() + 3000
    const answer = serverHelloMessage({
      version: 0x0304,
      cipher: 0x1301,
      sessionId: clientId,
      random: server.random,
    })
    const back = { destination: clientId, source: this.#serverId }
    const frames = Buffer.concat([ackOfFirst(), cryptoFrame(answer)])
    const fromServer = { ids: back, from: 'server', originalId, packetNumber: 0 } as const
    const initial = quicInitial({ ...fromServer, frames })
    const rest = initialLength - initial.length - 17
    const first = quicHandshake(back, ciphertext.take(rest))
    this.#emit('server', Buffer.concat([initial, first]))
    for (let left = server.random.integer(1, 3); left > 0; left--) {
      yield server.packetGapUs
      this.#emit('server', quicHandshake(back, ciphertext.take(left === 1 ? 480 : 1180)))
    }
    yield client.reactionUs()
    const forth = { destination: this.#serverId, source: clientId }
    this.#emit('client', quicHandshake(forth, ciphertext.take(58)))
  }

  /** A question and its answer, after `thinkMs` at the server. */
  *exchange(exchange: { requestLength: number; answerLength: number; thinkMs: number }): Process {
    yield* this.send('client', exchange.requestLength)
    yield this.#options.server.reactionUs() + exchange.thinkMs * 1000
    yield* this.send('server', exchange.answerLength)
  }

  /** Bytes from one end; the other acknowledges every tenth datagram (RFC 9000 section 13.2.2). */
  *send(from: Role, length: number): Process {
    const { [from]: sender, [other(from)]: receiver } = this.#options
    let count = 0
    for (let left = length + 30; left > 0; left -= datagramLength - 26) {
      this.#emit(from, this.#protected(from, Math.min(left, datagramLength - 26)))
      yield sender.packetGapUs * sender.random.between(0.9, 1.5)
      if (++count % 10 !== 0) continue
      this.#emit(other(from), this.#protected(other(from), 25))
      // The window is open by now or opens with the next acknowledgement.
      yield count % 40 === 0 ? sender.reactionUs() : 30
    }
    yield receiver.reactionUs()
    this.#emit(other(from), this.#protected(other(from), 25))
  }

  #protected(from: Role, length: number): Buffer {
    const destinationId = from === 'client' ? this.#serverId : Buffer.alloc(0)
    const bits = this.#options[from].random.integer(0, 31)
    return quicShort(destinationId, this.#network.ciphertext.take(Math.max(25, length)), bits)
  }

  #emit(from: Role, datagram: Uint8Array): void {
    const { [from]: sender, [other(from)]: receiver } = this.#options
    const ports =
      from === 'client'
        ? { sourcePort: this.#clientPort, destinationPort: 443 }
        : { sourcePort: 443, destinationPort: this.#clientPort }
    this.#network.wire.udp(sender, receiver, { ...ports, dontFragment: true }, datagram)
  }
}

function other(role: Role): Role {
  return role === 'client' ? 'server' : 'client'
}

/** PADDING frames are zeros (RFC 9000 section 19.1). */
function padded(frames: Buffer, length: number): Buffer {
  return Buffer.concat([frames, Buffer.alloc(Math.max(0, length - frames.length))])
}
