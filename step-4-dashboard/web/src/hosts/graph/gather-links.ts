import type { Flow } from '../../flows/flow-queries.ts'
import type { HostLink } from './host-link.ts'

interface AlertPair {
  readonly source: string
  readonly target: string | null
}

type Growing = { -readonly [Name in keyof HostLink]: HostLink[Name] }

/** Who exchanged packets with whom, and who is named together: a pair once, in either direction. */
export function gatherLinks(flows: readonly Flow[], alerts: readonly AlertPair[]): HostLink[] {
  const links = new Map<string, Growing>()
  const between = (one: string, other: string): Growing => {
    const [source, target] = one < other ? [one, other] : [other, one]
    const key = `${source} ${target}`
    const link = links.get(key) ?? { source, target, bytes: 0, flowCount: 0, alertCount: 0 }
    links.set(key, link)
    return link
  }
  for (const { src_ip, dst_ip, bytes_sent, bytes_received } of flows) {
    const link = between(src_ip, dst_ip)
    link.bytes += bytes_sent + bytes_received
    link.flowCount += 1
  }
  for (const { source, target } of alerts) {
    if (target !== null && target !== '') between(source, target).alertCount += 1
  }
  return [...links.values()]
}
