import { HttpKind } from '../../decode/http.ts'
import type { Traffic } from '../../flow/traffic.ts'

/** Where Windows is managed over HTTP ([MS-WSMV] 2.1), in lower case. */
const managementPath = '/wsman'
/** Hosts send their event logs to a collector below it ([MS-WSMV] 3.1.4.12). */
const subscriptionPath = /\/subscriptionmanager/i
const lowerCase = 0x20

/** Whether the current packet asks to manage a Windows host; what collects event logs aside. */
export function isWinrmRequest({ http, packet }: Traffic): boolean {
  if (http.kind !== HttpKind.request || http.targetLength < managementPath.length) return false
  // Every request comes by here: the second byte spares most of them a text.
  if (
    ((packet.bytes[http.targetStart + 1] as number) | lowerCase) !==
    managementPath.charCodeAt(1)
  ) {
    return false
  }
  const { target } = http
  if (!/^\/wsman(?:[/?]|$)/i.test(target) || subscriptionPath.test(target)) return false
  return http.method === 'POST'
}
