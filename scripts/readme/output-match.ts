/**
 * Whether an output is the one that was written down: `...` or `…` within a line stands for any
 * text, on a line of its own for any number of lines.
 */
export function outputMatches(expected: readonly string[], actual: readonly string[]): boolean {
  const [line, ...rest] = expected
  if (line === undefined) return actual.length === 0
  if (!isGap(line)) {
    return (
      actual.length > 0 &&
      lineMatches(line, actual[0] ?? '') &&
      outputMatches(rest, actual.slice(1))
    )
  }
  return Array.from({ length: actual.length + 1 }).some((_, skipped) =>
    outputMatches(rest, actual.slice(skipped)),
  )
}

export function lineMatches(expected: string, actual: string): boolean {
  const parts = expected.trimEnd().split(/\.\.\.|…/)
  return new RegExp(`^${parts.map(escaped).join('.*')}$`).test(actual.trimEnd())
}

/** The true output, written with the gaps of the old one where these still fit. */
export function rewritten(expected: readonly string[], actual: readonly string[]): string[] {
  const withGaps = expected.filter((line) => /\.\.\.|…/.test(line) && !isGap(line))
  return actual.map((line) => withGaps.find((pattern) => lineMatches(pattern, line)) ?? line)
}

/** What was expected and what came, line by line: `-` is missing, `+` is new. */
export function difference(expected: readonly string[], actual: readonly string[]): string[] {
  const [wanted, given] = [expected[0], actual[0]]
  if (wanted === undefined) return actual.map((line) => `+ ${line}`)
  if (given === undefined) return expected.map((line) => `- ${line}`)
  if (isGap(wanted)) {
    const after = expected[1]
    const next = actual.findIndex((line) => after !== undefined && lineMatches(after, line))
    return [`  ${wanted}`, ...difference(expected.slice(1), next < 0 ? [] : actual.slice(next))]
  }
  if (lineMatches(wanted, given)) {
    return [`  ${given}`, ...difference(expected.slice(1), actual.slice(1))]
  }
  const next = actual.findIndex((line) => lineMatches(wanted, line))
  if (next > 0) {
    const inserted = actual.slice(0, next).map((line) => `+ ${line}`)
    return [...inserted, ...difference(expected, actual.slice(next))]
  }
  return [`- ${wanted}`, `+ ${given}`, ...difference(expected.slice(1), actual.slice(1))]
}

function isGap(line: string): boolean {
  return /^\s*(?:\.\.\.|…)\s*$/.test(line)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
