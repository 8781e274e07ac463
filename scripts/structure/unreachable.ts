import { readdirSync, readFileSync } from 'node:fs'
import type { SourceFile } from './sources.ts'

/** What starts by itself and is the product: servers, the command line, the pages. */
const entry =
  /^(?:step-[^/]+\/src\/(?:server|cli\/net-anomaly)\.ts|step-[^/]+\/web\/(?:src\/main\.tsx|vite\.config\.ts)|step-[^/]+\/src\/store\/migrations\/.+)$/

/** Files of the product: code of a step that no test carries in its name. */
const product = /^step-[^/]+\/(?:web\/)?src\/.+(?<!\.test|\.d)\.tsx?$/

/**
 * Product files that no entry reaches: what only tests and scripts import does nothing for a user.
 * Follows imports from every entry and all that a package exports, and workers by their `new URL('./worker.ts', import.meta.url)`.
 * @param exportsOf What the names of packages stand for; see `packageExports`.
 */
export function unreachableFiles(
  sources: readonly SourceFile[],
  exportsOf: ReadonlyMap<string, readonly string[]>,
  textOf: (path: string) => string,
): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const waiting = [
    ...sources.map(({ path }) => path).filter((path) => entry.test(path)),
    ...[...exportsOf.values()].flat().filter((path) => product.test(path)),
  ]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = byPath.get(path)
    if (!source || reached.has(path)) continue
    reached.add(path)
    waiting.push(...source.imports.flatMap((name) => exportsOf.get(name) ?? [name]))
    waiting.push(...workersIn(path, textOf(path)))
  }
  return sources
    .filter(({ path }) => product.test(path) && !reached.has(path))
    .map(({ path }) => `${path}: no server, command or page reaches this file`)
}

/** What each name in the `exports` of the steps' packages stands for. */
export function packageExports(root: string): ReadonlyMap<string, readonly string[]> {
  const steps = readdirSync(root).filter((name) => name.startsWith('step-'))
  return new Map(
    steps.flatMap((folder) => {
      const manifest = JSON.parse(readFileSync(`${root}/${folder}/package.json`, 'utf8')) as {
        name: string
        exports?: Readonly<Record<string, string>>
      }
      return Object.entries(manifest.exports ?? {}).map(
        ([name, target]) =>
          [`${manifest.name}${name.slice(1)}`, [`${folder}${target.slice(1)}`]] as const,
      )
    }),
  )
}

function workersIn(path: string, text: string): string[] {
  const worker = /new URL\(\s*'(\.[^']+\.ts)',\s*import\.meta\.url/g
  return [...text.matchAll(worker)].map((match) =>
    new URL(match[1] as string, `file:///${path}`).pathname.slice(1),
  )
}
