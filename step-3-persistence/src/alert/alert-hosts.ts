import type { AlertFilter } from './alert-filter.ts'

/** How many alerts name two hosts together, in whatever direction; the lesser text first. */
export interface AlertPair {
  readonly source: string
  readonly target: string
  readonly count: number
}

/** In how many alerts a host is the source, and in how many the target. */
export interface AlertsOfHost {
  readonly asSource: number
  readonly asTarget: number
}

/** Counts alerts by the hosts that they name. */
export interface HostAlertCounter {
  /** The pairs in most alerts, those first. */
  pairs(filter: AlertFilter, limit: number): Promise<readonly AlertPair[]>
  /** By the name of each host that an alert names. */
  ofHosts(hosts: readonly string[], filter: AlertFilter): Promise<ReadonlyMap<string, AlertsOfHost>>
}
