import { type HostFeatureName, hostPhrase, valueText } from '../../features/host-phrase.ts'
import { hostFeatures } from '../../features/host-window.ts'
import type { TrainingRange } from './model-bundle.ts'
import type { FeatureReason } from './model-reasons.ts'

/** The parts of a title that say what a host did, and what hosts did in training. */
export interface HostSentence {
  /** For example `sent 838 TCP resets`. */
  readonly behaviour: string
  /** For example `in training at most 2`. */
  readonly training: string
}

/**
 * Of the features that speak most for unusual, the first whose value no training window reached;
 * where none is, the first that differs from the median.
 */
export function hostSentence(
  reasons: readonly FeatureReason[],
  { highest }: TrainingRange,
): HostSentence {
  const isBeyond = ({ index, reason }: FeatureReason) =>
    reason.actual > (highest[index] ?? Number.POSITIVE_INFINITY)
  const beyond = reasons.find(isBeyond)
  const told = beyond ?? reasons.find(({ reason }) => reason.actual !== reason.typical)
  if (!told) return { behaviour: 'behaved unusually', training: 'no single number stands out' }
  const name = nameOf(told)
  const value = beyond ? (highest[told.index] as number) : told.reason.typical
  return {
    behaviour: hostPhrase(name, told.reason.actual),
    training: `in training ${beyond ? 'at most' : 'typically'} ${valueText(name, value)}`,
  }
}

function nameOf({ index }: FeatureReason): HostFeatureName {
  return (hostFeatures[index] as (typeof hostFeatures)[number]).name
}
