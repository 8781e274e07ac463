import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { layers } from './layers.ts'

/** A page to read at the door, not a manual. */
const lineCountMax = 15

/** What each room's README says. */
export interface Room {
  /** Below the package: `detect/seam`. */
  readonly name: string
  /** The sentence under the heading. */
  readonly about: string
}

/** The rooms of a package that have a README: folders directly in it, and the rooms inside them. */
export function roomsOf(root: string, packagePath: string): Room[] {
  return foldersOf(root, packagePath, '').flatMap((name) => {
    const path = `${root}/${packagePath}/${name}/README.md`
    if (!existsSync(path)) return []
    const [, about = ''] = readFileSync(path, 'utf8').split('\n')
    return [{ name, about }]
  })
}

/** Rooms of more than one file without a README, and READMEs that are too long or do not open as the others do. */
export function readmeProblems(root: string, packages = Object.keys(layers)): string[] {
  return packages.flatMap((packagePath) =>
    foldersOf(root, packagePath, '').flatMap((name) =>
      problemsOf(root, `${packagePath}/${name}`, name),
    ),
  )
}

function problemsOf(root: string, folder: string, name: string): string[] {
  const path = `${folder}/README.md`
  if (!existsSync(`${root}/${path}`)) {
    const isRoom = !name.includes('/') && readdirSync(`${root}/${folder}`).length !== 1
    return isRoom ? [`${folder} has no README.md: what is in it, who comes in, what must not`] : []
  }
  const lines = readFileSync(`${root}/${path}`, 'utf8').trimEnd().split('\n')
  const problems: string[] = []
  if (lines.length > lineCountMax)
    problems.push(`${path} has ${lines.length} lines, over ${lineCountMax}`)
  if (lines[0] !== `# ${name}`) problems.push(`${path} does not open with "# ${name}"`)
  for (const part of ['Comes in', 'Goes out', 'Must not', 'Learner']) {
    if (!lines.some((line) => line.includes(`**${part}:**`))) problems.push(`${path} lacks ${part}`)
  }
  return problems
}

function foldersOf(root: string, packagePath: string, inside: string): string[] {
  const folder = [root, packagePath, inside].filter((part) => part !== '').join('/')
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const path = inside === '' ? name : `${inside}/${name}`
      return [path, ...foldersOf(root, packagePath, path)]
    })
}
