import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { Severity } from '../seam/detection.ts'
import type { BeaconSettings } from './beacon-options.ts'
import type { BeaconPair, Regularity } from './beacon-pair.ts'
import type { PrevalenceOf } from './beacon-prevalence.ts'

/** Callers from which a service is one that everybody uses (RITA's prevalence). */
const popularHostCountMin = 5
/** What polls a service inside faster shows it to a person. */
const insideGapSecondsMin = 3

export interface BeaconSurroundings {
  readonly traffic: Traffic
  readonly settings: BeaconSettings
  readonly prevalence: PrevalenceOf
}

/** What is asked for by name is mostly wanted: it has to look like a program that sleeps. */
export function beaconSeverity(
  pair: BeaconPair,
  { gapSeconds, gapJitter }: Regularity,
  { traffic, settings, prevalence }: BeaconSurroundings,
): Severity {
  const { hosts, resolved } = traffic
  const { namedCountMin, unnamedCountMin, namedGapSecondsMin, namedJitterMax } = settings
  const { callCount, ledRequestCount, requestCount, application, peer } = pair
  if (prevalence(peer).hosts >= popularHostCountMin) return 'low'
  const isInside = scopeOf(hosts, peer) === AddressScope.inside
  const isWeb = requestCount > 0 || application === Application.tls
  if (resolved.has(hosts, peer)) {
    const isSteady = gapSeconds >= namedGapSecondsMin && gapJitter <= namedJitterMax
    return isWeb && isSteady && callCount >= namedCountMin && !isInside ? 'medium' : 'low'
  }
  // A page that renews a part of itself says which page it is, and a monitor what it is.
  if (ledRequestCount * 2 > requestCount) return 'low'
  if (isInside) {
    const isNarrow = pair.targets.count <= settings.pollTargetCountMax
    return isNarrow && gapSeconds >= insideGapSecondsMin ? 'medium' : 'low'
  }
  return callCount >= (isWeb ? namedCountMin : unnamedCountMin) ? 'medium' : 'low'
}

/** Monitors and devices of the network call one another at one pace, which controls no one. */
export function isPolledInside(
  pair: BeaconPair,
  regularity: Regularity,
  surroundings: BeaconSurroundings,
): boolean {
  const isInside = scopeOf(surroundings.traffic.hosts, pair.peer) === AddressScope.inside
  return isInside && beaconSeverity(pair, regularity, surroundings) === 'low'
}
