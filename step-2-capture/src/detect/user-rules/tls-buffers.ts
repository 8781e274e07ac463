import { createHash } from 'node:crypto'
import { readUint16, readUint24 } from '../../decode/big-endian.ts'
import { ja3, ja3Text, TlsFound, TlsHelloReader } from '../../decode/tls.ts'
import { TlsContent, TlsHandshake } from '../../decode/tls-record.ts'
import type { BufferName } from './buffer-name.ts'
import { certificateBuffers } from './certificate-buffers.ts'

/** What a side of a TLS session says in clear, as buffers; undefined until it is there. */
export type SessionBuffers = ReadonlyMap<BufferName, Uint8Array>

const reader = new TlsHelloReader()

/** Name and fingerprint of a client, from the start of its stream. */
export function clientBuffers(bytes: Uint8Array, length: number): SessionBuffers | undefined {
  const found = reader.read(bytes, 0, length)
  if (found !== TlsFound.clientHello || !reader.client.isComplete) return undefined
  const { client } = reader
  return new Map<BufferName, Uint8Array>([
    ['tls.sni', Buffer.from(client.serverName ?? '', 'latin1')],
    ['ja3.hash', Buffer.from(ja3(client))],
    ['ja3.string', Buffer.from(ja3Text(client))],
  ])
}

/** Fingerprint and certificate of a server, once both are there or can no longer come. */
export function serverBuffers(bytes: Uint8Array, length: number): SessionBuffers | undefined {
  const { joined, isOver } = handshakeOf(bytes, length)
  const buffers = new Map<BufferName, Uint8Array>()
  for (let at = 0; joined.length - at >= 4; ) {
    const end = at + 4 + readUint24(joined, at + 1)
    if (end > joined.length) break
    if (joined[at] === TlsHandshake.serverHello) readHello(joined.subarray(at + 4, end), buffers)
    if (joined[at] === TlsHandshake.certificate && end - at > 10) {
      const start = at + 10
      const certificate = joined.subarray(start, Math.min(end, start + readUint24(joined, at + 7)))
      for (const [name, text] of certificateBuffers(certificate)) buffers.set(name, text)
      return buffers
    }
    at = end
  }
  return isOver && buffers.size > 0 ? buffers : undefined
}

/** The handshake without its records (RFC 5246, section 6.2), up to where other content begins. */
function handshakeOf(bytes: Uint8Array, length: number): { joined: Uint8Array; isOver: boolean } {
  const parts: Uint8Array[] = []
  let at = 0
  while (length - at >= 5) {
    if (bytes[at] !== TlsContent.handshake) return { joined: Buffer.concat(parts), isOver: true }
    const end = at + 5 + readUint16(bytes, at + 3)
    parts.push(bytes.subarray(at + 5, Math.min(end, length)))
    at = end
  }
  return { joined: Buffer.concat(parts), isOver: false }
}

/** JA3S: version, cipher, and the extensions in their order (https://github.com/salesforce/ja3). */
function readHello(hello: Uint8Array, buffers: Map<BufferName, Uint8Array>): void {
  if (hello.length < 38) return
  const version = readUint16(hello, 0)
  let at = 35 + (hello[34] as number)
  if (at + 3 > hello.length) return
  const cipher = readUint16(hello, at)
  const extensions: number[] = []
  for (at += 5; at + 4 <= hello.length; at += 4 + readUint16(hello, at + 2)) {
    extensions.push(readUint16(hello, at))
  }
  const text = `${version},${cipher},${extensions.join('-')}`
  buffers.set('ja3s.hash', Buffer.from(createHash('md5').update(text).digest('hex')))
}
