import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import type { Traffic } from '../../flow/traffic.ts'

/** The message with a challenge, type 2 ([MS-NLMP] 2.2.1.2); the challenge stands at 24. */
const challengeStart = 'NTLMSSP\0\x02\0\0\0'
const challengeOffset = 24
const challengeBytes = 8
/** What stands around it in an answer to a login fits in it. */
const answerBytesMax = 1_024
/** A server gives its challenges at the start, and a proxy again and again over HTTP. */
const earlyBytesMax = 16_384

/** The challenge of NTLM that a server's answer holds, as text of 8 characters; null where there is none. */
export function challengeIn(traffic: Traffic): string | null {
  const { flow, flows, packet, frame } = traffic
  if (flows.responderPayloadBytes(flow) > earlyBytesMax) return null
  const { payloadOffset: start, payloadLength } = frame
  return inText(latin1Text(packet.bytes, start, start + Math.min(payloadLength, answerBytesMax)))
}

/** The same of an HTTP response, which holds it in base64 (RFC 4559, section 4). */
export function challengeInHead({ http }: Traffic): string | null {
  if (http.kind !== HttpKind.response || http.status !== 401) return null
  const asked = http.header('www-authenticate') ?? ''
  const [, encoded] = /^(?:NTLM|Negotiate) +([\w+/=]{32,2000})/i.exec(asked) ?? []
  return encoded === undefined ? null : inText(Buffer.from(encoded, 'base64').toString('latin1'))
}

/** The protocols that carry NTLM in clear text. */
export const challengingApplications: readonly number[] = [
  Application.smb,
  Application.rpc,
  Application.ldap,
  Application.mssql,
]

function inText(text: string): string | null {
  const at = text.indexOf(challengeStart)
  const end = at + challengeOffset + challengeBytes
  return at === -1 || end > text.length ? null : text.slice(end - challengeBytes, end)
}
