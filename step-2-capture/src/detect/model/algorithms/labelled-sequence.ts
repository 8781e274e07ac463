import type { FeatureRow } from 'step-1-skeleton'

/** A host's windows in the order of time, and what the host was doing in the last one. */
export interface LabelledSequence {
  readonly windows: readonly FeatureRow[]
  /** `benign`, or the kind of attack. */
  readonly label: string
}

/** The last 20 windows of a host, 200 s with windows of 10 s; earlier ones are not looked at. */
export const sequenceLengthMax = 20
export const benignLabel = 'benign'
