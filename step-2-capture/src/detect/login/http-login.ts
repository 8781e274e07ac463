import type { Traffic } from '../../flow/traffic.ts'

/** Paths of login forms. */
const loginPath =
  /(?:log[-_]?in|sign[-_]?in|log[-_]?on|auth(?:enticate|\.php|\/token)?|wp-login|sessions?)(?:[/.?;]|$)/i
/** A password in the query, as simple forms and routers send it. */
const passwordQuery = /[?&](?:password|passwd|pass|pwd|psw)=/i

/** Whether the HTTP request at hand tries to log in. */
export function isLoginRequest({ http }: Traffic): boolean {
  const { method, target } = http
  if (method === 'POST') return loginPath.test(target.split('?')[0] as string)
  if (method !== 'GET' && method !== 'HEAD') return false
  return passwordQuery.test(target)
}
