import type { Host } from '../network/host.ts'
import type { Network } from '../network/network.ts'
import {
  changeCipherSpec,
  clientHello,
  serverHello,
  TlsContent,
  tlsRecords,
} from '../packet-builder/tls.ts'
import type { TlsProfile } from '../packet-builder/tls-profiles.ts'
import type { Process } from '../simulator.ts'
import { type Role, TcpConversation } from './tcp-conversation.ts'

export interface TlsOptions {
  readonly client: Host
  readonly server: Host
  readonly serverName: string | undefined
  readonly profile: TlsProfile
  readonly port?: number
}

/**
 * TLS over TCP: TLS 1.3 where the client offers it (RFC 8446 section 2), else a resumed session of
 * TLS 1.2 (RFC 5246 section 7.3), whose certificate went over the wire before the capture began.
 */
export class TlsSession {
  readonly conversation: TcpConversation
  readonly #options: TlsOptions
  readonly #network: Network
  /** Tickets that the server has yet to send (RFC 8446 section 4.6.1). */
  #tickets: Buffer[] = []

  /** Over a connection of its own, or over one that began in the clear (STARTTLS). */
  constructor(network: Network, options: TlsOptions, conversation?: TcpConversation) {
    const { client, server, port = 443 } = options
    this.#network = network
    this.#options = options
    this.conversation = conversation ?? new TcpConversation(network, { client, server, port })
  }

  /** Connects and shakes hands. False when the server cannot be reached. */
  *open(): Process<boolean> {
    const { conversation } = this
    if (!(yield* conversation.open())) return false
    yield* this.handshake()
    return true
  }

  /** The handshake alone, on a connection that is open. */
  *handshake(): Process {
    const { client, server, profile, serverName } = this.#options
    const { conversation } = this
    const sessionId = client.random.bytes(32)
    const hello = clientHello({ profile, serverName, sessionId, random: client.random })
    yield* conversation.send('client', hello)
    yield conversation.reactionUs('server')
    const isNew = profile.versions.includes(0x0304)
    const version = isNew ? 0x0304 : 0x0303
    const cipher = profile.ciphers[0] as number
    const answer = serverHello({ version, cipher, sessionId, random: server.random })
    const rest = isNew ? this.#encrypted(server.random.integer(2300, 4400)) : this.#finished()
    yield* conversation.send('server', Buffer.concat([answer, changeCipherSpec(), rest]))
    yield conversation.reactionUs('client')
    const last = isNew ? this.#encrypted(53) : this.#finished()
    yield* conversation.send('client', Buffer.concat([changeCipherSpec(), last]))
    // Most servers then send two session tickets, together with their first data.
    if (isNew) this.#tickets = [this.#encrypted(250), this.#encrypted(250)]
  }

  /** Application data of `length` bytes from one end; 22 more for the record around them. */
  *send(from: Role, length: number): Process {
    const records = [this.#encrypted(length + 17)]
    if (from === 'server') records.unshift(...this.#tickets.splice(0))
    yield* this.conversation.send(from, Buffer.concat(records))
  }

  /** A question and its answer, after `thinkMs` at the server. */
  *exchange(exchange: { requestLength: number; answerLength: number; thinkMs: number }): Process {
    yield* this.send('client', exchange.requestLength)
    yield this.conversation.reactionUs('server') + exchange.thinkMs * 1000
    yield* this.send('server', exchange.answerLength)
  }

  /** Says close_notify, then ends the connection. */
  *close(first: Role = 'client'): Process {
    yield this.conversation.reactionUs(first)
    const alert = this.#network.ciphertext.take(19)
    const isNew = this.#options.profile.versions.includes(0x0304)
    const contentType = isNew ? TlsContent.applicationData : TlsContent.alert
    yield* this.conversation.send(first, tlsRecords(contentType, alert))
    yield* this.conversation.close(first)
  }

  #encrypted(length: number): Buffer {
    return tlsRecords(TlsContent.applicationData, this.#network.ciphertext.take(length))
  }

  /** The Finished message of TLS 1.2, encrypted; a resumed session's server says it first. */
  #finished(): Buffer {
    return tlsRecords(TlsContent.handshake, this.#network.ciphertext.take(40))
  }
}
