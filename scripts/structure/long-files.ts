import type { SourceFile } from './sources.ts'

const lineCountMax = 250

/** Files that may be longer, each with its reason. */
const longForAReason: ReadonlyMap<string, string> = new Map()

export function longFiles(
  sources: readonly SourceFile[],
  allowed: ReadonlyMap<string, string> = longForAReason,
): string[] {
  return sources
    .filter(({ path, lineCount }) => lineCount > lineCountMax && !allowed.has(path))
    .filter(({ path }) => !path.endsWith('.test.ts')) // A table of cases may be long.
    .map(({ path, lineCount }) => `${path} has ${lineCount} lines, over ${lineCountMax}`)
}
