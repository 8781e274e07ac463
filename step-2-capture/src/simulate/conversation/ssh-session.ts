import type { Network } from '../network/network.ts'
import {
  ecdhInit,
  ecdhReply,
  keyExchangeInit,
  newKeys,
  sealedPackets,
} from '../packet-builder/ssh.ts'
import type { Process } from '../simulator.ts'
import { type Role, TcpConversation, type TcpEnds } from './tcp-conversation.ts'

export interface SshOptions extends Omit<TcpEnds, 'port'> {
  readonly port?: number
  /** Banner of the client's program. */
  readonly clientSoftware?: string
  readonly serverSoftware?: string
}

/** What each system brings along. */
const defaultSoftware = {
  linux: 'OpenSSH_9.6p1 Ubuntu-3ubuntu13.13',
  windows: 'OpenSSH_for_Windows_9.5',
  apple: 'OpenSSH_9.9',
  embedded: 'dropbear_2022.83',
} as const

/** SSH over TCP: banners and key exchange in the clear, then packets of the right sizes. */
export class SshSession {
  readonly conversation: TcpConversation
  readonly #network: Network
  readonly #banners: Readonly<Record<Role, string>>

  constructor(network: Network, options: SshOptions) {
    const { client, server, port = 22 } = options
    this.#network = network
    this.conversation = new TcpConversation(network, { client, server, port })
    this.#banners = {
      client: options.clientSoftware ?? defaultSoftware[client.system.name],
      server: options.serverSoftware ?? 'OpenSSH_9.2p1 Debian-2+deb12u7',
    }
  }

  /** Up to the point where the client may log in. False when there is no answer. */
  *open(): Process<boolean> {
    const { conversation } = this
    if (!(yield* conversation.open())) return false
    const { random: clientRandom } = conversation.client.host
    const { random: serverRandom } = conversation.server.host
    yield* conversation.send('client', this.#banner('client'))
    yield conversation.reactionUs('server') + 6000
    yield* conversation.send('server', this.#banner('server'))
    yield conversation.reactionUs('client') + 500
    yield* conversation.send('client', keyExchangeInit(clientRandom))
    yield* conversation.send('server', keyExchangeInit(serverRandom))
    yield conversation.reactionUs('client') + 1200
    yield* conversation.send('client', ecdhInit(clientRandom))
    yield conversation.reactionUs('server') + 5000
    const reply = [ecdhReply(serverRandom), newKeys(), this.#sealed(276)]
    yield* conversation.send('server', Buffer.concat(reply))
    yield conversation.reactionUs('client') + 900
    yield* conversation.send('client', newKeys())
    yield* this.exchange(44, 44)
    return true
  }

  /** One try to log in; sshd waits before it says no (about 2 s, with PAM's random part). */
  *tryPassword(isRight: boolean): Process {
    const { conversation } = this
    yield* this.send('client', 68 + 4 * conversation.client.host.random.integer(16, 22))
    const { random } = conversation.server.host
    const checkMs = isRight ? random.between(20, 60) : random.between(1500, 2400)
    yield conversation.reactionUs('server') + checkMs * 1000
    yield* this.send('server', isRight ? 28 : 52)
  }

  /** One packet there and one back. */
  *exchange(requestLength: number, answerLength: number): Process {
    yield* this.send('client', requestLength)
    yield this.conversation.reactionUs('server') + 300
    yield* this.send('server', answerLength)
    yield this.conversation.reactionUs('client')
  }

  /** Encrypted bytes from one end. */
  *send(from: Role, length: number): Process {
    const sealed = this.#sealed(length)
    // tshark 4.0 calls a segment with a few bytes of ciphertext malformed; another block avoids it.
    const isOdd = sealed.length % this.conversation[from].segmentSize < 16
    yield* this.conversation.send(from, isOdd ? this.#sealed(length + 16) : sealed)
  }

  #sealed(length: number): Buffer {
    return sealedPackets(length, (count) => this.#network.ciphertext.take(count))
  }

  #banner(role: Role): Buffer {
    return Buffer.from(`SSH-2.0-${this.#banners[role]}\r\n`)
  }
}
