import { readUint16 } from './big-endian.ts'

const supportedVersionsExtension = 43

/** A ServerHello (RFC 8446, section 4.1.3): what the server chose. */
export class TlsServerHello {
  version = 0
  cipherSuite = 0
  extensionCount = 0

  /** Parses the message behind its handshake header. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    this.extensionCount = 0
    if (end - start < 38) return false
    this.version = readUint16(bytes, start)
    let at = start + 35 + (bytes[start + 34] as number)
    if (end - at < 3) return false
    this.cipherSuite = readUint16(bytes, at)
    at += 3
    if (end - at < 2) return true
    const extensionsEnd = Math.min(end, at + 2 + readUint16(bytes, at))
    for (at += 2; extensionsEnd - at >= 4; ) {
      const type = readUint16(bytes, at)
      const length = readUint16(bytes, at + 2)
      at += 4
      if (at + length > extensionsEnd) return true
      this.extensionCount++
      // TLS 1.3 says its version here, and 1.2 above, to please what stands between.
      if (type === supportedVersionsExtension && length === 2) this.version = readUint16(bytes, at)
      at += length
    }
    return true
  }
}
