import { certificate, certificateMessage } from '../src/simulate/packet-builder/certificate.ts'
import {
  handshake,
  serverHelloMessage,
  TlsContent,
  tlsRecords,
} from '../src/simulate/packet-builder/tls.ts'
import { Random } from '../src/simulate/random.ts'

export interface TlsTalk {
  /** The client's hello in its record. */
  readonly hello: Uint8Array
  readonly subject?: string
  readonly issuer?: string
  readonly validDays?: number
}

/** What the two ends of a TLS 1.2 session say, the server with its certificate; then data. */
export function tlsTalk({ hello, ...names }: TlsTalk): Uint8Array[] {
  const data = tlsRecords(TlsContent.applicationData, Buffer.alloc(60, 'x'))
  return [hello, serverFlight(names), data, data]
}

/** A server's hello and certificate in one record, or in more of at most that length. */
export function serverFlight({ subject = 'a', issuer = 'b', validDays = 365 }): Uint8Array {
  const random = new Random('talk')
  const encoded = certificate({
    subject,
    issuer,
    firstDay: new Date('2026-01-01T00:00:00Z'),
    validDays,
    key: random.bytes(270),
    signature: random.bytes(256),
  })
  const chosen = { version: 0x0303, cipher: 0xc030, sessionId: random.bytes(32), random }
  const flight = [
    serverHelloMessage(chosen),
    certificateMessage(encoded),
    handshake(14, Buffer.alloc(0)),
  ]
  return tlsRecords(TlsContent.handshake, Buffer.concat(flight))
}
