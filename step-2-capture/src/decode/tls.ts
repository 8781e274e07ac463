import { TlsClientHello } from './tls-client-hello.ts'
import { TlsHandshake, TlsHandshakeMessage } from './tls-record.ts'
import { TlsServerHello } from './tls-server-hello.ts'

export { isGrease, tlsListCountMax } from './tls-client-hello.ts'
export { ja3, ja3Text, ja4 } from './tls-fingerprint.ts'

/** What a payload starts with. */
export const TlsFound = { nothing: 0, clientHello: 1, serverHello: 2 } as const

/**
 * Finds the hello at the start of a TLS stream. Both records are reused. A client hello that the
 * payload cuts off gives what is there, with `isComplete` false; its fingerprints mean nothing.
 */
export class TlsHelloReader {
  readonly client = new TlsClientHello()
  readonly server = new TlsServerHello()
  readonly #message = new TlsHandshakeMessage()

  /** Returns a `TlsFound`. */
  read(bytes: Uint8Array, offset: number, length: number): number {
    const message = this.#message
    if (!message.read(bytes, offset, length)) return TlsFound.nothing
    if (message.type === TlsHandshake.clientHello) {
      if (!this.client.parse(message.bytes, message.start, message.end)) return TlsFound.nothing
      // Cut where its extensions start, a hello looks like one that has none.
      if (!message.isComplete) this.client.isComplete = false
      return TlsFound.clientHello
    }
    if (message.type !== TlsHandshake.serverHello) return TlsFound.nothing
    const isHello = this.server.parse(message.bytes, message.start, message.end)
    return isHello ? TlsFound.serverHello : TlsFound.nothing
  }
}
