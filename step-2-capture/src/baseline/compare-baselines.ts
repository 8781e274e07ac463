import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import type { BaselineFile, HostBaseline } from './baseline.ts'
import { reachBeyond, robustDistance } from './robust-statistics.ts'

/** What is different about a host since the former baseline. */
export interface HostChange {
  readonly address: string
  readonly is_new: boolean
  readonly new_destinations: readonly string[]
  readonly new_ports: readonly number[]
  /**
   * Drift: features whose typical value lies elsewhere now, the furthest first. Most windows moved,
   * so the host does something else than before, day in, day out.
   */
  readonly drifted: readonly DriftedFeature[]
  /**
   * Bursts: features whose typical value is where it was, yet some window reached far beyond all that
   * was typical. That is what an attack looks like, and no drift.
   */
  readonly bursts: readonly Burst[]
}

interface DriftedFeature {
  readonly feature: string
  readonly before: number
  readonly now: number
  /** In robust deviations of the former baseline. */
  readonly distance: number
  /** Whether the whole network moved likewise: then the cause is not this host. */
  readonly network_wide: boolean
}

interface Burst {
  readonly feature: string
  readonly typical: number
  /** The highest window now. */
  readonly highest: number
  /** How many times farther above the typical value than typical windows reach. */
  readonly reach: number
}

/** Three and a half robust deviations are an outlier (Iglewicz and Hoaglin 1993). */
const driftDistanceMin = 3.5
/** Ordinary work reaches three or four times beyond its own 95th percentile on a busy day. */
const burstReachMin = 10
/** From fewer windows no typical value can be told. */
const windowCountMin = 6

/**
 * Hosts that are new or differ from a former baseline; those as before are left out.
 * @throws AppError `E_OTHER_SOURCE`
 */
export function compareBaselines(before: BaselineFile, now: BaselineFile): HostChange[] {
  if (before.source !== now.source) throw otherSource(before.source, now.source)
  const known = new Map(before.hosts.map((host) => [host.address, host]))
  const moved = driftOf(before.network, now.network, new Set())
  const networkWide = new Set(moved.map(({ feature }) => feature))
  return now.hosts
    .map((host) => changeOf(known.get(host.address), host, networkWide))
    .filter(({ is_new, new_destinations, new_ports, drifted, bursts }) => {
      const count = new_destinations.length + new_ports.length + drifted.length + bursts.length
      return is_new || count > 0
    })
}

function changeOf(
  before: HostBaseline | undefined,
  now: HostBaseline,
  networkWide: ReadonlySet<string>,
): HostChange {
  const { address } = now
  if (!before) {
    return { address, is_new: true, new_destinations: [], new_ports: [], drifted: [], bursts: [] }
  }
  const drifted = driftOf(before, now, networkWide)
  const destinations = new Set(before.destinations)
  const ports = new Set(before.ports)
  return {
    address,
    is_new: false,
    new_destinations: now.destinations.filter((other) => !destinations.has(other)),
    new_ports: now.ports.filter((port) => !ports.has(port)),
    drifted,
    bursts: burstsOf(before, now, new Set(drifted.map(({ feature }) => feature))),
  }
}

type Usuals = Pick<HostBaseline, 'windows' | 'features'>

function driftOf(before: Usuals, now: Usuals, networkWide: ReadonlySet<string>): DriftedFeature[] {
  if (Math.min(before.windows, now.windows) < windowCountMin) return []
  return Object.entries(before.features)
    .flatMap(([feature, typical]) => {
      const value = now.features[feature]?.median
      if (value === undefined) return []
      const distance = Math.round(robustDistance(value, typical) * 10) / 10
      const network_wide = networkWide.has(feature)
      return [{ feature, before: typical.median, now: value, distance, network_wide }]
    })
    .filter(({ distance }) => distance >= driftDistanceMin)
    .sort((a, b) => b.distance - a.distance)
}

function burstsOf(before: Usuals, now: Usuals, drifted: ReadonlySet<string>): Burst[] {
  if (before.windows < windowCountMin) return []
  return Object.entries(before.features)
    .flatMap(([feature, typical]) => {
      const highest = now.features[feature]?.highest
      if (highest === undefined || drifted.has(feature)) return []
      const reach = Math.round(reachBeyond(highest, typical) * 10) / 10
      return [{ feature, typical: typical.median, highest, reach }]
    })
    .filter(({ reach }) => reach >= burstReachMin)
    .sort((a, b) => b.reach - a.reach)
}

function otherSource(before: string, now: string): AppError {
  return new AppError(
    errorCodes.E_OTHER_SOURCE,
    `a baseline of ${before} says nothing about ${now}`,
    {
      fix: 'Compare recorded traffic with recorded traffic.',
    },
  )
}
