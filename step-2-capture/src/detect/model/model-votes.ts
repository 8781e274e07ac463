import type { Vote } from 'step-1-skeleton'

/** These two measure the same distances, so their voices count as one. */
const familyOf: Readonly<Record<string, string>> = {
  mahalanobis: 'distance',
  whitened: 'distance',
}

/**
 * Whether two members of an ensemble that work in different ways are sure: to each the row lies
 * twice as far from the usual as the strangest training row. Calibration gives that row half a
 * row's chance, and half of that at twice the distance.
 */
export function membersAgree(votes: readonly Vote[], trainingRowCount: number): boolean {
  const chance = 0.25 / trainingRowCount
  const sure = votes.filter(({ score }) => 1 - score <= chance)
  return new Set(sure.map(({ algorithm }) => familyOf[algorithm] ?? algorithm)).size >= 2
}
