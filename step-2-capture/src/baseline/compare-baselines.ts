import { AppError } from 'step-1-skeleton/errors'
import type { BaselineFile, HostBaseline } from './baseline.ts'
import { robustDistance } from './robust-statistics.ts'

/** What is different about a host since the former baseline. */
export interface HostChange {
  readonly address: string
  readonly is_new: boolean
  readonly new_destinations: readonly string[]
  readonly new_ports: readonly number[]
  /** Features whose usual value lies elsewhere now, the furthest first. */
  readonly drifted: readonly DriftedFeature[]
}

interface DriftedFeature {
  readonly feature: string
  readonly before: number
  readonly now: number
  /** In robust deviations of the former baseline. */
  readonly distance: number
}

/** Three and a half robust deviations are an outlier (Iglewicz and Hoaglin 1993). */
const driftDistanceMin = 3.5
/** From fewer windows no usual value can be told. */
const windowCountMin = 6

/**
 * Hosts that are new or differ from a former baseline; those as before are left out.
 * @throws AppError `E_OTHER_SOURCE`
 */
export function compareBaselines(before: BaselineFile, now: BaselineFile): HostChange[] {
  if (before.source !== now.source) throw otherSource(before.source, now.source)
  const known = new Map(before.hosts.map((host) => [host.address, host]))
  return now.hosts
    .map((host) => changeOf(known.get(host.address), host))
    .filter(({ is_new, new_destinations, new_ports, drifted }) => {
      return is_new || new_destinations.length + new_ports.length + drifted.length > 0
    })
}

function changeOf(before: HostBaseline | undefined, now: HostBaseline): HostChange {
  const { address } = now
  if (!before) {
    return { address, is_new: true, new_destinations: [], new_ports: [], drifted: [] }
  }
  const destinations = new Set(before.destinations)
  const ports = new Set(before.ports)
  return {
    address,
    is_new: false,
    new_destinations: now.destinations.filter((other) => !destinations.has(other)),
    new_ports: now.ports.filter((port) => !ports.has(port)),
    drifted: driftOf(before, now),
  }
}

function driftOf(before: HostBaseline, now: HostBaseline): DriftedFeature[] {
  if (Math.min(before.windows, now.windows) < windowCountMin) return []
  return Object.entries(before.features)
    .flatMap(([feature, usual]) => {
      const value = now.features[feature]?.median
      if (value === undefined) return []
      const distance = Math.round(robustDistance(value, usual) * 10) / 10
      return [{ feature, before: usual.median, now: value, distance }]
    })
    .filter(({ distance }) => distance >= driftDistanceMin)
    .sort((a, b) => b.distance - a.distance)
}

function otherSource(before: string, now: string): AppError {
  return new AppError('E_OTHER_SOURCE', `a baseline of ${before} says nothing about ${now}`, {
    status: 422,
    fix: 'Compare recorded traffic with recorded traffic.',
  })
}
