import { latin1Text } from '../../decode/latin1.ts'
import { SmbCommand, SmbMessage } from '../../decode/smb.ts'
import { Application } from '../../flow/application.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { databases, isDatabaseRefusal } from './database-logins.ts'
import type { FailedLogins } from './failed-logins.ts'
import type { LoginSettings } from './login-options.ts'

/** Longest part of an answer that is looked at. */
const headLength = 256

/** What refuses a login in clear text, by protocol: matched at the start of a segment or line. */
const refusals: ReadonlyMap<number, RegExp> = new Map([
  [Application.ftp, /^530[ -]/m],
  [Application.smtp, /^(?:535|534|454 4\.7)[ -]/m],
  [Application.pop3, /^-ERR.{0,80}(?:auth|login|logon|password|invalid|denied|fail|credential)/im],
  [Application.imap, /^\S+ NO .{0,80}(?:auth|login|password|invalid|denied|fail|credential)/im],
  [
    Application.telnet,
    /(?:login incorrect|login failed|authentication fail|access denied|bad password|invalid (?:password|login|user))/i,
  ],
  [Application.redis, /^-(?:WRONGPASS|ERR invalid password|NOAUTH)/m],
])

/** The applications whose answers to a login are understood. */
export const repliedApplications: readonly number[] = [
  ...refusals.keys(),
  Application.smb,
  Application.ldap,
  Application.mqtt,
  ...databases,
]

/** NT status codes of a login that failed: wrong password, no such user, locked, restricted … */
const smbFailures = new Set([
  0xc000_006d, 0xc000_006a, 0xc000_0064, 0xc000_006e, 0xc000_0234, 0xc000_0072, 0xc000_0070,
])

/** Sees payloads of servers: failed logins by what is answered. */
export function replyLogins(
  traffic: Traffic,
  { replyBytesMax }: LoginSettings,
  failed: FailedLogins,
) {
  const smb = new SmbMessage(traffic.seed)

  function isRefusal(application: number): boolean {
    const { bytes } = traffic.packet
    const { payloadOffset: offset, payloadLength: length } = traffic.frame
    switch (application) {
      case Application.smb:
        return smb.parse(bytes, offset, offset + length) && isSmbRefusal(smb)
      case Application.ldap:
        return isLdapRefusal(bytes, offset, length)
      case Application.mqtt:
        return isMqttRefusal(bytes, offset, length)
      default:
        return (
          isTextRefusal(application, bytes, offset, length) ||
          isDatabaseRefusal(application, bytes, offset, length)
        )
    }
  }

  return (): void => {
    const { applications, flow, flows } = traffic
    // What a session says later is no answer to a login.
    if (flows.responderPayloadBytes(flow) > replyBytesMax) return
    const application = applications.of(flow)
    if (isRefusal(application)) failed.count(flow, application)
  }
}

function isSmbRefusal({ command, status }: SmbMessage): boolean {
  const isSetup = command === SmbCommand.sessionSetup || command === SmbCommand.sessionSetup1
  return isSetup && smbFailures.has(status)
}

function isTextRefusal(
  application: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
): boolean {
  const pattern = refusals.get(application)
  if (!pattern || !mayRefuse(application, bytes[offset]!)) return false
  return pattern.test(latin1Text(bytes, offset, offset + Math.min(length, headLength)))
}

/** Whether a refusal may start with this byte: a look that spares most answers the text. */
function mayRefuse(application: number, first: number): boolean {
  switch (application) {
    case Application.ftp:
    case Application.smtp:
      // The digits 2, 4 and 5: a refusal can stand in a later line.
      return first === 0x32 || first === 0x34 || first === 0x35
    case Application.pop3:
    case Application.redis:
      // Plus and minus.
      return first === 0x2b || first === 0x2d
    default:
      return true
  }
}

/** A BindResponse (RFC 4511, section 4.2.2) with result code 49, invalidCredentials. */
function isLdapRefusal(bytes: Uint8Array, offset: number, length: number): boolean {
  const end = offset + Math.min(length, 24)
  for (let at = offset; at + 4 < end; at++) {
    if (bytes[at] !== 0x61 || bytes[at + 2] !== 0x0a || bytes[at + 3] !== 1) continue
    return bytes[at + 4] === 49
  }
  return false
}

/**
 * A CONNACK whose code refuses the user: 4 and 5 (MQTT 3.1.1, section 3.2.2.3), 0x86 and 0x87
 * (MQTT 5, section 3.2.2.2).
 */
function isMqttRefusal(bytes: Uint8Array, offset: number, length: number): boolean {
  if (length < 4 || bytes[offset] !== 0x20) return false
  const code = bytes[offset + 3]
  return code === 4 || code === 5 || code === 0x86 || code === 0x87
}
