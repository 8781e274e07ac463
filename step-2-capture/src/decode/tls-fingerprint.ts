import { createHash } from 'node:crypto'
import type { TlsClientHello } from './tls-client-hello.ts'

const serverNameExtension = 0
const protocolExtension = 16

/** JA3 before hashing: version, ciphers, extensions, groups and point formats, in their order. */
export function ja3Text(hello: TlsClientHello): string {
  return [
    hello.legacyVersion,
    hello.cipherSuites.real().join('-'),
    hello.extensions.real().join('-'),
    hello.groups.real().join('-'),
    hello.pointFormats.real().join('-'),
  ].join(',')
}

/** JA3 (https://github.com/salesforce/ja3), 32 hexadecimal digits. */
export function ja3(hello: TlsClientHello): string {
  return createHash('md5').update(ja3Text(hello)).digest('hex')
}

/** What carried the hello; the first letter of JA4. */
export const Ja4Transport = { tcp: 't', quic: 'q', dtls: 'd' } as const
export type Ja4Transport = (typeof Ja4Transport)[keyof typeof Ja4Transport]

/**
 * JA4 (https://github.com/FoxIO-LLC/ja4, BSD 3-clause): three parts that do not depend on the
 * order in which a client shuffles its ciphers and extensions.
 */
export function ja4(hello: TlsClientHello, transport: Ja4Transport = Ja4Transport.tcp): string {
  const ciphers = hello.cipherSuites.real().map(hex)
  const extensions = hello.extensions.real()
  const algorithms = hello.signatureAlgorithms.real().map(hex)
  const named = extensions.includes(serverNameExtension) ? 'd' : 'i'
  const counts = count(ciphers.length) + count(extensions.length)
  const kept = extensions.filter((e) => e !== serverNameExtension && e !== protocolExtension)
  const sorted = kept.map(hex).sort().join(',')
  const last = algorithms.length === 0 ? sorted : `${sorted}_${algorithms.join(',')}`
  const version = versionText(hello.version)
  const protocol = ends(hello.applicationProtocol)
  return [
    transport + version + named + counts + protocol,
    ciphers.length === 0 ? noHash : shortHash(ciphers.sort().join(',')),
    extensions.length === 0 ? noHash : shortHash(last),
  ].join('_')
}

const noHash = '000000000000'

const versionTexts = new Map([
  [0x0304, '13'],
  [0x0303, '12'],
  [0x0302, '11'],
  [0x0301, '10'],
  [0x0300, 's3'],
  [0x0002, 's2'],
  [0xfeff, 'd1'],
  [0xfefd, 'd2'],
  [0xfefc, 'd3'],
])

function versionText(version: number): string {
  return versionTexts.get(version) ?? '00'
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0')
}

function count(value: number): string {
  return String(Math.min(value, 99)).padStart(2, '0')
}

/** First and last character of the protocol, or of its hexadecimal digits where one is no letter. */
function ends(protocol: string | null): string {
  if (protocol === null) return '00'
  const digits = Buffer.from(protocol, 'latin1').toString('hex')
  const isPlain = /^[0-9a-z]$/i
  const [first = '', last = ''] = [protocol.at(0), protocol.at(-1)]
  if (isPlain.test(first) && isPlain.test(last)) return first + last
  return `${digits.at(0)}${digits.at(-1)}`
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
