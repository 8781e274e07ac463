import { readUint16 } from './big-endian.ts'
import { latin1Text } from './latin1.ts'

/** TLS extensions (IANA) that are read. */
const Extension = {
  serverName: 0,
  groups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  applicationProtocols: 16,
  supportedVersions: 43,
} as const

/** Values of a list that are kept. Real hellos have up to 130 cipher suites; 512 B a list. */
export const tlsListCountMax = 256

/** A list of 16-bit numbers that is filled again and again. */
export class TlsList {
  readonly values: Uint16Array = new Uint16Array(tlsListCountMax)
  count = 0

  clear(): void {
    this.count = 0
  }

  /** What goes beyond the limit is left out. */
  push(value: number): void {
    if (this.count < tlsListCountMax) this.values[this.count++] = value
  }

  /** The values that mean something: GREASE (RFC 8701) is there to be ignored. */
  real(): number[] {
    return [...this.values.subarray(0, this.count)].filter((value) => !isGrease(value))
  }
}

/** RFC 8701: 0x0a0a, 0x1a1a … 0xfafa. */
export function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >>> 8 === (value & 0xff)
}

/** A ClientHello (RFC 8446, section 4.1.2) as offsets and lists; strings are made when asked for. */
export class TlsClientHello {
  /** The version in the fixed part, which TLS 1.3 leaves at 1.2. */
  legacyVersion = 0
  readonly cipherSuites = new TlsList()
  readonly extensions = new TlsList()
  readonly groups = new TlsList()
  readonly pointFormats = new TlsList()
  readonly signatureAlgorithms = new TlsList()
  readonly supportedVersions = new TlsList()
  /** Every part was read to its end. */
  isComplete = false
  #bytes: Uint8Array = new Uint8Array(0)
  #serverNameStart = 0
  #serverNameEnd = 0
  #protocolStart = 0
  #protocolEnd = 0

  /** The name of the server that the client wants (SNI), or null. */
  get serverName(): string | null {
    return this.#text(this.#serverNameStart, this.#serverNameEnd)
  }

  /** The first application protocol (ALPN), or null. */
  get applicationProtocol(): string | null {
    return this.#text(this.#protocolStart, this.#protocolEnd)
  }

  /** The highest version that the client offers. */
  get version(): number {
    const versions = this.supportedVersions.real()
    return versions.length === 0 ? this.legacyVersion : Math.max(...versions)
  }

  /** Parses the message behind its handshake header; false where it is cut inside its fixed part. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    this.#reset(bytes)
    if (end - start < 35) return false
    this.legacyVersion = readUint16(bytes, start)
    let at = start + 35 + (bytes[start + 34] as number)
    if (end - at < 2) return false
    const suitesEnd = at + 2 + readUint16(bytes, at)
    if (suitesEnd > end) return false
    for (at += 2; suitesEnd - at >= 2; at += 2) this.cipherSuites.push(readUint16(bytes, at))
    if (suitesEnd >= end) return false
    at = suitesEnd + 1 + (bytes[suitesEnd] as number)
    // Before TLS 1.2 a hello could end here, without extensions.
    if (at === end) {
      this.isComplete = true
      return true
    }
    if (end - at < 2) return false
    this.isComplete = this.#readExtensions(at + 2, { end, declared: readUint16(bytes, at) })
    return true
  }

  #reset(bytes: Uint8Array): void {
    this.#bytes = bytes
    this.isComplete = false
    this.cipherSuites.clear()
    this.extensions.clear()
    this.groups.clear()
    this.pointFormats.clear()
    this.signatureAlgorithms.clear()
    this.supportedVersions.clear()
    this.#serverNameStart = this.#serverNameEnd = 0
    this.#protocolStart = this.#protocolEnd = 0
  }

  #readExtensions(start: number, { end, declared }: { end: number; declared: number }): boolean {
    const extensionsEnd = Math.min(start + declared, end)
    let at = start
    while (extensionsEnd - at >= 4) {
      const type = readUint16(this.#bytes, at)
      const length = readUint16(this.#bytes, at + 2)
      at += 4
      if (at + length > extensionsEnd) return false
      this.extensions.push(type)
      this.#readExtension(type, at, at + length)
      at += length
    }
    return at === start + declared
  }

  #readExtension(type: number, at: number, end: number): void {
    if (type === Extension.serverName) this.#readServerName(at, end)
    else if (type === Extension.applicationProtocols) this.#readProtocol(at, end)
    else if (type === Extension.groups) this.#readShorts(this.groups, at + 2, end)
    else if (type === Extension.signatureAlgorithms) {
      this.#readShorts(this.signatureAlgorithms, at + 2, end)
    } else if (type === Extension.supportedVersions) {
      this.#readShorts(this.supportedVersions, at + 1, end)
    } else if (type === Extension.pointFormats) {
      for (let i = at + 1; i < end; i++) this.pointFormats.push(this.#bytes[i] as number)
    }
  }

  #readShorts(list: TlsList, start: number, end: number): void {
    for (let at = start; end - at >= 2; at += 2) list.push(readUint16(this.#bytes, at))
  }

  /** RFC 6066, section 3: a list with one entry, whose type 0 is a host name. */
  #readServerName(at: number, end: number): void {
    if (end - at < 5 || this.#bytes[at + 2] !== 0) return
    this.#serverNameStart = at + 5
    this.#serverNameEnd = Math.min(end, at + 5 + readUint16(this.#bytes, at + 3))
  }

  #readProtocol(at: number, end: number): void {
    if (end - at < 3) return
    this.#protocolStart = at + 3
    this.#protocolEnd = Math.min(end, at + 3 + (this.#bytes[at + 2] as number))
  }

  #text(start: number, end: number): string | null {
    if (end <= start) return null
    return latin1Text(this.#bytes, start, Math.min(end, start + 255))
  }
}
