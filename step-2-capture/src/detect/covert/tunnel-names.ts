import type { DnsName } from '../../decode/dns-name.ts'

/** The labels of a name from this place on, whole. */
export function domainText(name: DnsName, start: number): string {
  let labelCount = 1
  for (let at = start; at < name.length; at++) if (name.bytes[at] === 46) labelCount++
  return name.toString().split('.').slice(-labelCount).join('.')
}

/** Names of mail systems have labels that begin with an underscore (RFC 8552). */
export function isMailName({ bytes, length }: DnsName): boolean {
  for (let at = 0; at < length; at++) {
    if (bytes[at] === 95 && (at === 0 || bytes[at - 1] === 46)) return true
  }
  return false
}
