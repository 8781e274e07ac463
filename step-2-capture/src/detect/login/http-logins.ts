import { HttpKind } from '../../decode/http.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { FailedLogins } from './failed-logins.ts'

/** Paths of login forms. */
const loginPath =
  /(?:log[-_]?in|sign[-_]?in|log[-_]?on|auth(?:enticate|\.php|\/token)?|wp-login|sessions?)(?:[/.?;]|$)/i
/** A password in the query, as simple forms and routers send it. */
const passwordQuery = /[?&](?:password|passwd|pass|pwd|psw)=/i

/**
 * Sees the start of requests and responses: credentials that were refused with 401, and requests
 * to a login page.
 */
export function httpLogins(traffic: Traffic, failed: FailedLogins) {
  /** 1 for a flow of which the latest request brought credentials. */
  const hasCredentials = new FlowMarks(traffic.flows)
  return (): void => {
    const { http, flow } = traffic
    if (http.kind === HttpKind.request) {
      hasCredentials.set(flow, isCredential(http.header('authorization')) ? 1 : 0)
      if (isLoginRequest(traffic)) failed.countForm(flow)
    } else if (http.status === 401 && hasCredentials.get(flow) === 1 && !isChallenge(traffic)) {
      failed.count(flow, Application.http)
    }
  }
}

/** The start of NTLM's first message (MS-NLMP, section 2.2.1.1) in base64: it asks for a challenge. */
const ntlmOpening = /^(?:NTLM|Negotiate) +TlRMTVNTUAABAAAA/i

function isCredential(authorization: string | null): boolean {
  return authorization !== null && !ntlmOpening.test(authorization)
}

/** A 401 that goes on with the handshake (RFC 4559, section 4.2) refuses nothing yet. */
function isChallenge({ http }: Traffic): boolean {
  return /^(?:NTLM|Negotiate) +[\w+/]{8}/i.test(http.header('www-authenticate') ?? '')
}

function isLoginRequest({ http }: Traffic): boolean {
  const { method, target } = http
  if (method === 'POST') return loginPath.test(target.split('?')[0]!)
  return (method === 'GET' || method === 'HEAD') && passwordQuery.test(target)
}
