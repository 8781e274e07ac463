import type { SourceFile } from './sources.ts'

/** Import circles, each as `a.ts -> b.ts -> a.ts`; a circle of types only is one as well. */
export function circles(sources: readonly SourceFile[]): string[] {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]))
  const done = new Set<string>()
  const found: string[] = []

  const visit = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path)
    if (start >= 0) found.push([...trail.slice(start), path].join(' -> '))
    if (start >= 0 || done.has(path)) return
    for (const next of importsOf.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }

  for (const { path } of sources) visit(path, [])
  return found
}
