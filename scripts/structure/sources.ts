import { readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'

/** A source file and what it imports, all paths relative to the workspace with `/` between. */
export interface SourceFile {
  readonly path: string
  readonly lineCount: number
  /** Resolved for `./x.ts` and `../x.ts`, as written for packages. */
  readonly imports: readonly string[]
}

const foldersOfOthers = new Set(['node_modules', 'dist', 'data', 'my', 'coverage', 'logs'])

/** Every TypeScript and JavaScript file of the workspace. */
export function readSources(root: string): SourceFile[] {
  return filesOf(root, /\.(?:ts|tsx|mjs)$/).map((path) => {
    const text = readFileSync(`${root}/${path}`, 'utf8')
    const lineCount = text.split('\n').length - 1
    const imports = importsOf(text).map((name) =>
      name.startsWith('.') ? resolve(path, name) : name,
    )
    return { path, lineCount, imports }
  })
}

/** The modules that a text imports or re-exports, types included, as they are written. */
export function importsOf(text: string): string[] {
  const statement = /^\s*(?:import|export)\b[^'"`;=]*?\bfrom\s*['"]([^'"]+)['"]/gm
  const bare = /^\s*import\s*['"]([^'"]+)['"]/gm
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g
  const found = [statement, bare, dynamic].flatMap((pattern) => [...text.matchAll(pattern)])
  return [...new Set(found.map((match) => match[1] as string))]
}

/** The project's own files with such a name, as paths relative to the workspace. */
export function filesOf(root: string, pattern: RegExp, folder = ''): string[] {
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const { name } = entry
    if (name.startsWith('.') || foldersOfOthers.has(name)) return []
    const path = folder ? `${folder}/${name}` : name
    if (entry.isDirectory()) return filesOf(root, pattern, path)
    return pattern.test(name) ? [path] : []
  })
}

function resolve(from: string, name: string): string {
  return posix.normalize(posix.join(dirname(from), name))
}
