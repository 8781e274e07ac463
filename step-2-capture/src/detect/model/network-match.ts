import type { HostId } from '../../flow/host-rows.ts'
import { limit, type SettingsOf, share } from '../seam/option.ts'

/** The options of every detector that asks whether its model knows the network. */
export const matchOptions = {
  matchWindowCountMin: limit(360, {
    about: 'Host windows of a network before a model is said to know it',
    unit: 'windows',
    source: 'six minutes of ten hosts',
  }),
  unusualHostCountMax: limit(2, {
    about: 'Unusual hosts at once that an attack explains: the attacker and its target',
    unit: 'hosts',
  }),
  unusualHostShareMax: share(0.1, {
    about: 'Share of the hosts that an attack explains; above it the model is of another network',
  }),
}

export type MatchSettings = SettingsOf<typeof matchOptions>

/** Whether the model was trained on a network like this one. */
export type MatchVerdict = 'unknown' | 'matches' | 'differs'

/**
 * Whether a model knows the watched network. An attack makes one host unusual, or a few; a model
 * of another network finds many unusual at once. Costs two numbers a host.
 */
export class NetworkMatch {
  readonly #settings: MatchSettings
  #windowCount = 0
  readonly #seen = new Set<number>()
  readonly #unusual = new Set<number>()

  constructor(settings: MatchSettings) {
    this.#settings = settings
  }

  /** Counts a window; hosts are those of the host table, so there are never more than it holds. */
  count(host: HostId, isUnusual: boolean): void {
    this.#windowCount++
    this.#seen.add(host)
    if (isUnusual) this.#unusual.add(host)
  }

  forget(host: HostId): void {
    this.#seen.delete(host)
    this.#unusual.delete(host)
  }

  get verdict(): MatchVerdict {
    const counts = {
      windows: this.#windowCount,
      hosts: this.#seen.size,
      unusualHosts: this.#unusual.size,
    }
    return matchVerdict(counts, this.#settings)
  }
}

interface MatchCounts {
  readonly windows: number
  readonly hosts: number
  /** Hosts with at least one unusual window. */
  readonly unusualHosts: number
}

export function matchVerdict(
  { windows, hosts, unusualHosts }: MatchCounts,
  { matchWindowCountMin, unusualHostCountMax, unusualHostShareMax }: MatchSettings,
): MatchVerdict {
  const explained = Math.max(unusualHostCountMax, unusualHostShareMax * hosts)
  if (unusualHosts > explained) return 'differs'
  return windows < matchWindowCountMin ? 'unknown' : 'matches'
}
