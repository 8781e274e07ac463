import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A named maximum of a source file: its path below the folder, and its name. */
export type LimitName = `${string} ${string}`

/**
 * The limits of the sources below a folder (`const …Max = `) that no test takes into its hands by
 * importing them: what fills the thing past its limit has to know it.
 */
export function limitsWithoutTest(
  sourceFolder: string,
  testFolders: readonly string[],
): LimitName[] {
  const tests = [sourceFolder, ...testFolders].flatMap(filesBelow).filter(isTest).map(textOf)
  const isImported = (path: string, name: string) => {
    const file = path.slice(path.lastIndexOf('/') + 1)
    const statement = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '[^']*/${file}'`)
    return tests.some((text) => statement.test(text))
  }
  return filesBelow(sourceFolder)
    .filter((path) => !isTest(path))
    .flatMap((path) =>
      limitNames(textOf(path))
        .filter((name) => !isImported(path, name))
        .map((name): LimitName => `${path.slice(sourceFolder.length + 1)} ${name}`),
    )
    .sort()
}

function limitNames(text: string): string[] {
  return [...text.matchAll(/^(?:export )?const (\w+Max) =/gm)].map(([, name = '']) => name)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path))
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/test/')
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8')
}
