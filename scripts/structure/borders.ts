import type { SourceFile } from './sources.ts'

/**
 * Imports that cross a border: into another package's files instead of through its exports, or to
 * a step other than the one before.
 */
export function borderCrossings(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter((name) => reachesInside(path, name) || skipsAStep(path, name))
      .map((name) => `${path} imports ${name}`),
  )
}

function reachesInside(path: string, name: string): boolean {
  const target = /^step-\d-\w+/.exec(name)?.[0]
  if (!target || target === packageOf(path)) return false
  // What a package exports has a name without an ending, such as step-1-skeleton/contract.
  return /\.\w+$/.test(name)
}

function skipsAStep(path: string, name: string): boolean {
  const from = stepOf(path)
  const to = stepOf(name)
  return from !== undefined && to !== undefined && to !== from && to !== from - 1
}

function packageOf(path: string): string | undefined {
  return /^step-\d-\w+/.exec(path)?.[0]
}

function stepOf(path: string): number | undefined {
  const step = /^step-(\d)-/.exec(path)?.[1]
  return step === undefined ? undefined : Number(step)
}
