import { readUint16, readUint24 } from './big-endian.ts'
import { TlsContent, TlsHandshake, tlsRecordLengthMax } from './tls-record.ts'
import { TlsServerHello } from './tls-server-hello.ts'
import { readX509, type X509Certificate } from './x509.ts'

/** Hello and certificates of a server have 3 to 6 KiB; the first certificate stands in front. */
export const flightLengthMax = 16_384

/**
 * What a TLS server sends first, in clear up to TLS 1.2: its hello and its certificate (RFC 5246,
 * section 7.4). Messages may be cut over records in any way. Reused.
 */
export class TlsServerFlight {
  readonly hello = new TlsServerHello()
  hasHello = false
  /** The server's own certificate, once all of it is there; null in TLS 1.3, which encrypts it. */
  certificate: X509Certificate | null = null
  /** Nothing more can come: both are there, or what follows is encrypted. */
  isOver = false
  readonly #joined = new Uint8Array(flightLengthMax)
  #length = 0

  /** Reads the stream from its start, `bytes[0, length)`, as far as it is there. */
  read(bytes: Uint8Array, length: number): void {
    this.hasHello = false
    this.certificate = null
    this.isOver = false
    this.#join(bytes, length)
    this.#readMessages()
  }

  #join(bytes: Uint8Array, length: number): void {
    this.#length = 0
    let at = 0
    while (length - at >= 5) {
      const recordLength = readUint16(bytes, at + 3)
      if (bytes[at] !== TlsContent.handshake || recordLength > tlsRecordLengthMax) {
        this.isOver = true
        return
      }
      const end = Math.min(at + 5 + recordLength, length)
      const taken = Math.min(end - at - 5, flightLengthMax - this.#length)
      this.#joined.set(bytes.subarray(at + 5, at + 5 + taken), this.#length)
      this.#length += taken
      at += 5 + recordLength
    }
    if (this.#length === flightLengthMax) this.isOver = true
  }

  #readMessages(): void {
    const bytes = this.#joined
    let at = 0
    while (this.#length - at >= 4) {
      const start = at + 4
      const end = start + readUint24(bytes, at + 1)
      const type = bytes[at]
      if (type === TlsHandshake.certificate) {
        this.#readCertificate(start, Math.min(end, this.#length))
        return
      }
      if (end > this.#length) return
      if (type === TlsHandshake.serverHello) {
        this.hasHello = this.hello.parse(bytes, start, end)
      }
      at = end
    }
  }

  /** A list of certificates, the server's own first; each behind its length. */
  #readCertificate(start: number, limit: number): void {
    if (limit - start < 6) return
    const certificateStart = start + 6
    const end = certificateStart + readUint24(this.#joined, start + 3)
    if (end > limit) return
    this.certificate = readX509(this.#joined, certificateStart, end)
    this.isOver = true
  }
}
