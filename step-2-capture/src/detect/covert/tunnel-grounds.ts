import type { Reason } from '../seam/detection.ts'
import type { TunnelSettings } from './dns-tunnel-options.ts'
import type { TunnelQueries } from './dns-tunnel-queries.ts'

/** A name as a whole is this much longer than what stands before its domain. */
const domainLength = 24

/** Whether half of the names were asked for with types that have no honest use. */
export function usesNeverUsedTypes(queries: TunnelQueries, settings: TunnelSettings): boolean {
  return queries.peer === -1 && queries.neverUsedCount >= settings.nameCountMin / 2
}

/** The names on average, and the least that is a tunnel. Lengths in characters, entropies in bits. */
export function nameBounds(queries: TunnelQueries, settings: TunnelSettings) {
  const { names, queryCount, carrierCount, peer, lengthSum, entropySum } = queries
  // Data in the answers needs no long questions: then a third of the length must do.
  const isCarrier = carrierCount >= queryCount * settings.carrierShareMin
  return {
    length: lengthSum / names.count - (peer === -1 ? 0 : domainLength),
    lengthMin: isCarrier ? settings.nameLengthMin / 3 : settings.nameLengthMin,
    entropy: entropySum / names.count,
    entropyMin: isCarrier ? settings.nameEntropyMin - 1 : settings.nameEntropyMin,
  }
}

/** Why it is a tunnel: what decided, each beside the limit that held for it. */
export function tunnelReasons(
  queries: TunnelQueries,
  isFetching: boolean,
  settings: TunnelSettings,
): Reason[] {
  const { names, textCount, queryCount, carrierCount, answerBytes } = queries
  const { nameCountMin, textBytesMin } = settings
  const reason = (feature: string, actual: number, typical: number, unit: string) => ({
    feature,
    actual: Math.round(actual * 100) / 100,
    typical: Math.round(typical * 100) / 100,
    unit,
  })
  if (isFetching) {
    return [
      reason('text_queries', textCount, nameCountMin - 1, 'queries'),
      reason('names', names.count, Math.ceil(nameCountMin / 2) - 1, 'names'),
      reason('answer_bytes', answerBytes, textBytesMin - 1, 'bytes'),
    ]
  }
  const { length, lengthMin, entropy, entropyMin } = nameBounds(queries, settings)
  const ofNames = [
    reason('name_length', length, lengthMin, 'characters'),
    reason('name_entropy', entropy, entropyMin, 'bits'),
  ]
  return [
    reason('names', names.count, nameCountMin - 1, 'names'),
    ...(usesNeverUsedTypes(queries, settings) ? [] : ofNames),
    reason('carrier_share', carrierCount / queryCount, 0, ''),
    reason('answer_bytes', answerBytes, 0, 'bytes'),
  ]
}
