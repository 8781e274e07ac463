import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'

/** What a server's answer says about a login. */
export const LoginReply = { none: 0, failed: 1, accepted: 2 } as const

/** Longest part of an answer that is looked at. */
const headLength = 256

/** Answers in clear text, by protocol; each is matched at the start of a segment or of a line. */
const textReplies: ReadonlyMap<number, readonly [failed: RegExp, accepted: RegExp]> = new Map([
  [Application.ftp, [/^530[ -]/m, /^230[ -]/m]],
  [Application.smtp, [/^(?:535|534|454 4\.7)[ -]/m, /^235[ -]/m]],
  [
    Application.pop3,
    [
      /^-ERR.{0,80}(?:auth|login|logon|password|invalid|denied|fail|credential)/im,
      /^\+OK.{0,40}(?:logged in|maildrop|mailbox|messages)/im,
    ],
  ],
  [
    Application.imap,
    [
      /^\S+ NO .{0,80}(?:auth|login|password|invalid|denied|fail|credential)/im,
      /^\S+ OK .{0,40}(?:logged in|authenticated|LOGIN completed)/im,
    ],
  ],
  [
    Application.telnet,
    [
      /(?:login incorrect|login failed|authentication fail|access denied|bad password|invalid (?:password|login|user))/i,
      /(?:last login:|welcome to)/i,
    ],
  ],
  [Application.redis, [/^-(?:WRONGPASS|ERR invalid password|NOAUTH)/m, /^\+OK/m]],
])

/** Whose answers are understood. */
export const repliedApplications: readonly number[] = [
  ...textReplies.keys(),
  Application.smb,
  Application.mysql,
  Application.postgresql,
  Application.ldap,
]

/** NT status codes of a login that failed: wrong password, no such user, locked, restricted … */
const smbFailures = new Set([
  0xc000_006d, 0xc000_006a, 0xc000_0064, 0xc000_006e, 0xc000_0234, 0xc000_0072, 0xc000_0070,
])

/** What the server's payload says about a login; the protocol is an Application. */
export function loginReplyOf(
  application: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
): number {
  const patterns = textReplies.get(application)
  if (patterns) {
    if (!mayBeReply(application, bytes[offset] as number)) return LoginReply.none
    const text = latin1Text(bytes, offset, offset + Math.min(length, headLength))
    if (patterns[0].test(text)) return LoginReply.failed
    return patterns[1].test(text) ? LoginReply.accepted : LoginReply.none
  }
  switch (application) {
    case Application.smb:
      return smbReply(bytes, offset, length)
    case Application.mysql:
      return mysqlReply(bytes, offset, length)
    case Application.postgresql:
      return postgresReply(bytes, offset, length)
    case Application.ldap:
      return ldapReply(bytes, offset, length)
    default:
      return LoginReply.none
  }
}

/** Whether a protocol's answer may start with this byte: a look that spares most of them the text. */
function mayBeReply(application: number, first: number): boolean {
  switch (application) {
    case Application.ftp:
    case Application.smtp:
      // The digits 2, 4 and 5.
      return first === 0x32 || first === 0x34 || first === 0x35
    case Application.pop3:
    case Application.redis:
      // Plus and minus.
      return first === 0x2b || first === 0x2d
    default:
      return true
  }
}

/** SessionSetup of SMB 2 ([MS-SMB2] 2.2.1) and of SMB 1 ([MS-CIFS] 2.2.3.1), behind NetBIOS. */
function smbReply(bytes: Uint8Array, offset: number, length: number): number {
  if (length < 40) return LoginReply.none
  const at = offset + 4
  const isSmb2 = bytes[at] === 0xfe
  const isSetup = isSmb2 ? bytes[at + 12] === 1 : bytes[at] === 0xff && bytes[at + 4] === 0x73
  if (!isSetup) return LoginReply.none
  const status = readLittle32(bytes, at + (isSmb2 ? 8 : 5))
  if (status === 0) return LoginReply.accepted
  return smbFailures.has(status) ? LoginReply.failed : LoginReply.none
}

/** Error 1045, "Access denied"; an OK packet with number 2 or more follows the login. */
function mysqlReply(bytes: Uint8Array, offset: number, length: number): number {
  if (length < 7) return LoginReply.none
  const code = (bytes[offset + 5] as number) | ((bytes[offset + 6] as number) << 8)
  if (bytes[offset + 4] === 0xff && code === 1045) return LoginReply.failed
  const isOk = bytes[offset + 4] === 0 && (bytes[offset + 3] as number) >= 2
  return isOk && (bytes[offset + 3] as number) <= 4 ? LoginReply.accepted : LoginReply.none
}

/** An error with SQLSTATE 28P01 or 28000; AuthenticationOk is a message R with 0. */
function postgresReply(bytes: Uint8Array, offset: number, length: number): number {
  const type = bytes[offset]
  if (type === 0x45) {
    const text = latin1Text(bytes, offset, offset + Math.min(length, headLength))
    return /C28(?:P01|000)/.test(text) ? LoginReply.failed : LoginReply.none
  }
  const isOk = type === 0x52 && length >= 9 && readLittle32(bytes, offset + 5) === 0
  return isOk ? LoginReply.accepted : LoginReply.none
}

/** A BindResponse (RFC 4511, 4.2.2) with result code 49, invalidCredentials. */
function ldapReply(bytes: Uint8Array, offset: number, length: number): number {
  const end = offset + Math.min(length, 24)
  for (let at = offset; at + 4 < end; at++) {
    if (bytes[at] !== 0x61 || bytes[at + 2] !== 0x0a || bytes[at + 3] !== 1) continue
    if (bytes[at + 4] === 49) return LoginReply.failed
    return bytes[at + 4] === 0 ? LoginReply.accepted : LoginReply.none
  }
  return LoginReply.none
}

function readLittle32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  )
}
