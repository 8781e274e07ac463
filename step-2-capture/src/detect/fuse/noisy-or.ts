import type { Detection, Severity } from '../seam/detection.ts'

/** How much a statement weighs when it is right: what is worth an interruption weighs most. */
const weights: Readonly<Record<Severity, number>> = {
  info: 0.1,
  low: 0.4,
  medium: 0.8,
  high: 0.95,
  critical: 1,
}

/**
 * What is above deserves attention: a single low statement never is (0.4 at most), a medium one is
 * when its detector is more than half sure.
 */
export const suspiciousMin = 0.4

/** 0 to 1: how far a detection alone makes one believe that its host is up to no good. */
export function beliefOf({ severity, confidence }: Pick<Detection, 'severity' | 'confidence'>) {
  return weights[severity] * confidence
}

/**
 * Several grounds for one conclusion, each of which may be right by itself: the chance that at
 * least one is, 1 - (1 - a)(1 - b)… (noisy-OR; Pearl, Probabilistic Reasoning in Intelligent
 * Systems, 1988, section 4.3.2). More grounds never weaken it, and it never exceeds 1.
 */
export function noisyOr(beliefs: Iterable<number>): number {
  let none = 1
  for (const belief of beliefs) none *= 1 - belief
  return 1 - none
}
