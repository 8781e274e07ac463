import type { Detector } from '../seam/detector.ts'
import type { RuleTexts } from './load-rules.ts'

/** The detector of the user's rules; the compiler of rules is loaded only where there are some. */
export async function ruleDetectors(texts: RuleTexts | null): Promise<readonly Detector[]> {
  if (texts === null) return []
  const { loadRules } = await import('./load-rules.ts')
  return [loadRules(texts).detector]
}
