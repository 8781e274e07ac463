import type { Detector } from '../detect/seam/detector.ts'
import type { GivenRules } from '../detect/user-rules/load-rules.ts'

/**
 * The detector for the user's rules, if there are any; says on standard error how many are used.
 * Their compiler is loaded only for those who have some. @throws AppError `E_BAD_RULES`
 */
export async function ruleDetectors(given: GivenRules): Promise<readonly Detector[]> {
  if (given.paths.length === 0) return []
  const { loadedText, loadRules, readRules } = await import('../detect/user-rules/load-rules.ts')
  const texts = await readRules(given)
  if (texts === null) return []
  const loaded = loadRules(texts)
  console.error(loadedText(loaded))
  return [loaded.detector]
}
