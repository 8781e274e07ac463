import type { Vote } from 'step-1-skeleton'

/** These two measure the same distances, so their votes count as one. */
const methodOf: Readonly<Record<string, string>> = {
  mahalanobis: 'distance',
  whitened: 'distance',
}

/**
 * Whether two members of an ensemble that work in different ways are sure.
 * @param chance Of an ordinary row to score as high, at or below which a member is sure.
 */
export function membersAgree(votes: readonly Vote[], chance: number): boolean {
  const sure = votes.filter(({ score }) => 1 - score <= chance)
  return new Set(sure.map(({ algorithm }) => methodOf[algorithm] ?? algorithm)).size >= 2
}
