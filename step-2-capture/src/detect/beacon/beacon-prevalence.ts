import type { HostId } from '../../flow/host-rows.ts'
import type { Tracker } from '../track/tracker.ts'
import type { Beacon } from './beacon.ts'

export type PrevalenceOf = (server: HostId) => Beacon['prevalence']

/**
 * How many hosts call a server, among those that call any: few callers speak for a beacon, and
 * many for a service that everybody uses (RITA's prevalence).
 */
export function prevalenceOf(pairs: readonly Tracker[]): PrevalenceOf {
  const callers = new Map<number, Set<number>>()
  const all = new Set<number>()
  for (const { host, peer } of pairs) {
    all.add(host)
    const known = callers.get(peer)
    if (known) known.add(host)
    else callers.set(peer, new Set([host]))
  }
  return (server) => {
    const hosts = callers.get(server)?.size ?? 0
    return { hosts, share: all.size === 0 ? 0 : hosts / all.size }
  }
}
