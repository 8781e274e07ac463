import { readUint16, readUint32 } from '../decode/big-endian.ts'
import { latin1Text } from '../decode/latin1.ts'
import { readLittleUint16, readLittleUint32 } from '../decode/little-endian.ts'
import { isRdpConnection, isTpkt } from '../decode/rdp.ts'

/** What a flow speaks, told by its first bytes and not by its port. */
export const Application = {
  /** Nothing was said yet. */
  unknown: 0,
  /** Something was said that is none of the others. */
  other: 1,
  http: 2,
  tls: 3,
  ssh: 4,
  ftp: 5,
  smtp: 6,
  pop3: 7,
  imap: 8,
  telnet: 9,
  smb: 10,
  rpc: 11,
  rdp: 12,
  vnc: 13,
  mysql: 14,
  postgresql: 15,
  ldap: 16,
  irc: 17,
  mqtt: 18,
  sip: 19,
  redis: 20,
  bitTorrent: 21,
  mssql: 22,
  mongodb: 23,
  oracle: 24,
  rtsp: 25,
} as const

export const applicationNames = Object.keys(Application) as (keyof typeof Application)[]

/** Longest word that is looked for, and the start of a greeting. */
const headLength = 64

const httpMethods =
  /^(?:GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PROPFIND|M-SEARCH|NOTIFY|SUBSCRIBE|SEARCH|DEBUG|TRACK|MOVE|COPY|MKCOL|LOCK|[A-Z]{3,12}) [/*h!.?]/

interface Opening {
  readonly pattern: RegExp
  readonly application: number
}

/**
 * Texts that open a conversation. What servers greet with comes before what clients say, since a
 * greeting names the protocol.
 */
const openings: readonly Opening[] = [
  { pattern: /^SSH-/, application: Application.ssh },
  { pattern: /^HTTP\/1\./, application: Application.http },
  {
    pattern: /^(?:INVITE|REGISTER|OPTIONS|SUBSCRIBE|NOTIFY|MESSAGE) sips?:/,
    application: Application.sip,
  },
  { pattern: /^SIP\/2\.0/, application: Application.sip },
  { pattern: /^[A-Z_]{4,13} rtsps?:\/\//, application: Application.rtsp },
  { pattern: httpMethods, application: Application.http },
  { pattern: /^220[ -].{0,60}(?:ftp|filezilla)/is, application: Application.ftp },
  { pattern: /^220[ -].{0,60}(?:smtp|mail|postfix|exim)/is, application: Application.smtp },
  { pattern: /^(?:EHLO|HELO) /i, application: Application.smtp },
  { pattern: /^\+OK/, application: Application.pop3 },
  { pattern: /^\* OK/, application: Application.imap },
  { pattern: /^RFB 00/, application: Application.vnc },
  {
    pattern: /^(?:NICK|USER|PASS|CAP LS|JOIN) [^\r\n]*\r?\n(?:NICK|USER) /i,
    application: Application.irc,
  },
  { pattern: /^(?:NICK [^ \r\n]+|CAP LS.*)\r?\n/i, application: Application.irc },
  { pattern: /^:[^ ]+ (?:NOTICE|001) /, application: Application.irc },
  { pattern: /^\*\d+\r\n\$\d+\r\n/, application: Application.redis },
]

/** The Application that a payload opens, or `other`. `port` decides where the bytes do not. */
export function applicationOf(
  bytes: Uint8Array,
  offset: number,
  length: number,
  port: number,
): number {
  const binary = binaryApplication(bytes, offset, length, port)
  if (binary !== Application.other) return binary
  if (!mayOpen(bytes[offset] as number)) return Application.other
  const head = latin1Text(bytes, offset, offset + Math.min(length, headLength))
  for (let i = 0; i < openings.length; i++) {
    const { pattern, application } = openings[i] as Opening
    if (pattern.test(head)) return application
  }
  if (/^220[ -]/.test(head)) return port === 21 ? Application.ftp : Application.smtp
  if (/^USER /i.test(head)) return port === 110 ? Application.pop3 : Application.ftp
  return Application.other
}

/** Whether one of `openings` may start with this byte: a letter, or one of `2`, `+`, `*` and `:`. */
function mayOpen(first: number): boolean {
  const letter = first | 0x20
  if (letter >= 0x61 && letter <= 0x7a) return true
  return first === 0x32 || first === 0x2b || first === 0x2a || first === 0x3a
}

function binaryApplication(bytes: Uint8Array, at: number, length: number, port: number): number {
  if (length < 3) return Application.other
  const first = bytes[at] as number
  const second = bytes[at + 1] as number
  // Records of TLS 1.x: type 20 to 23, version 3.
  if (first >= 20 && first <= 23 && second === 3 && length >= 5) return Application.tls
  // The length of the protocol's name, and its first letters.
  if (first === 19 && second === 0x42 && bytes[at + 2] === 0x69) return Application.bitTorrent
  if (first === 255 && second >= 250) return Application.telnet
  if (isTpkt(bytes, at, length)) {
    return isRdpConnection(bytes, at, length) ? Application.rdp : Application.other
  }
  if (length >= 8 && first === 0 && bytes[at + 5] === 0x53 && bytes[at + 6] === 0x4d) {
    return Application.smb
  }
  if (first === 5 && second === 0 && length >= 16 && (bytes[at + 2] as number) <= 19) {
    // Version 5.0 of DCE RPC; the data representation follows the flags.
    if (bytes[at + 4] === 0x10 || bytes[at + 4] === 0) return Application.rpc
  }
  if (first === 0x30 && (port === 389 || port === 3268)) return Application.ldap
  if (first === 0x10 && length >= 12 && isMqttConnect(bytes, at)) return Application.mqtt
  return databaseApplication(bytes, at, length, port)
}

function databaseApplication(bytes: Uint8Array, at: number, length: number, port: number): number {
  if (isMysqlGreeting(bytes, at, length, port)) return Application.mysql
  if (isTabularLogin(bytes, at, length)) return Application.mssql
  if (isMongoMessage(bytes, at, length)) return Application.mongodb
  if (isOracleConnect(bytes, at, length)) return Application.oracle
  if (length >= 8 && readUint32(bytes, at) === length && isPostgres(readUint32(bytes, at + 4))) {
    return Application.postgresql
  }
  return Application.other
}

/** The protocol's name follows the length of the packet, which takes one byte or two. */
function isMqttConnect(bytes: Uint8Array, at: number): boolean {
  const start = (bytes[at + 1] as number) < 128 ? at + 4 : at + 5
  return bytes[start] === 0x4d && bytes[start + 1] === 0x51
}

/** Version 3.0 of the protocol, or the wish for encryption. */
function isPostgres(code: number): boolean {
  return code === 0x0003_0000 || code === 80_877_103
}

/**
 * MySQL greets with packet number 0, protocol version 10 and its own version, in a packet of its
 * length (MySQL internals, "Protocol::HandshakeV10"); on its port the first bytes are enough.
 */
function isMysqlGreeting(bytes: Uint8Array, at: number, length: number, port: number): boolean {
  if (length < 6 || bytes[at + 3] !== 0 || bytes[at + 4] !== 10) return false
  if (port === 3306) return true
  const firstDigit = bytes[at + 5] as number
  const size = readLittleUint16(bytes, at) + ((bytes[at + 2] as number) << 16)
  return size + 4 === length && firstDigit >= 0x33 && firstDigit <= 0x39
}

/**
 * SQL Server is asked in one packet ([MS-TDS] 2.2.3.1: type, last, length, window 0) for the options
 * of the login (2.2.6.5, the version first), or for the login (2.2.6.4, its own length first).
 */
function isTabularLogin(bytes: Uint8Array, at: number, length: number): boolean {
  if (length < 14 || bytes[at + 1] !== 1 || readUint16(bytes, at + 2) !== length) return false
  if (bytes[at + 7] !== 0) return false
  if (bytes[at] === 0x12) return bytes[at + 8] === 0
  return bytes[at] === 0x10 && readLittleUint32(bytes, at + 8) === length - 8
}

/** A message of its own length that answers none: OP_QUERY or OP_MSG (MongoDB wire protocol). */
function isMongoMessage(bytes: Uint8Array, at: number, length: number): boolean {
  if (length < 21 || readLittleUint32(bytes, at) !== length) return false
  const operation = readLittleUint32(bytes, at + 12)
  return (operation === 2_004 || operation === 2_013) && readLittleUint32(bytes, at + 8) === 0
}

/** A packet of Oracle's TNS of its own length, type 1 (connect), both checksums 0, version 3xx. */
function isOracleConnect(bytes: Uint8Array, at: number, length: number): boolean {
  if (length < 34 || bytes[at + 4] !== 1 || readUint16(bytes, at) !== length) return false
  if (readUint16(bytes, at + 2) !== 0 || readUint16(bytes, at + 6) !== 0) return false
  const version = readUint16(bytes, at + 8)
  return version >= 300 && version < 400
}
