/** A pattern is tried on at most this much text behind its literal. */
export const followingBytesMax = 256
/** The most ways in which the repetitions of a pattern can be combined. */
const combinationCountMax = 65_536

/**
 * Why a regular expression may not be used in a rule, or undefined. Allowed are literals, classes,
 * groups, alternatives and repetitions with an upper bound whose product stays small, so a match
 * takes bounded time whatever the text is. Refused are `*`, `+`, `{n,}`, back references and
 * look-around: with them a crafted payload could take seconds (CWE-1333).
 */
export function patternProblem(pattern: string): string | undefined {
  const plain = withoutClasses(pattern)
  if (/\(\?(?!:)/.test(plain)) return 'look-around and named groups are refused'
  if (/\\[1-9k]/.test(plain)) return 'back references are refused'
  if (/[*+]/.test(plain)) return 'repeat with an upper bound, as in {1,20}, not with * or +'
  if (/\{\d+,\}/.test(plain)) return 'give the repetition an upper bound, as in {1,20}'
  const bounds = [...plain.matchAll(/\{(?:\d+,)?(\d+)\}|\?(?!:)/g)].map((found) =>
    Number(found[1] ?? 2),
  )
  const combinations = bounds.reduce((product, bound) => product * (bound + 1), 1)
  if (combinations > combinationCountMax) {
    return `its repetitions combine in ${combinations} ways, over ${combinationCountMax}`
  }
  try {
    new RegExp(pattern, 'isy')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Replaces classes and escaped characters by a letter, so that only syntax is left to look at. */
function withoutClasses(pattern: string): string {
  return pattern.replace(/\[(?:\\.|[^\]\\])*\]/g, 'x').replace(/\\[^1-9k]/g, 'x')
}
