import { readdirSync, readFileSync } from 'node:fs'

interface Manifest {
  readonly path: string
  readonly name: string
  readonly version: string
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
}

/** What the package.json files disagree on: versions, names, sources of a dependency. */
export function manifestProblems(root: string): string[] {
  const [workspace, ...steps] = ['', ...stepFolders(root)].map((folder) =>
    readManifest(root, folder),
  )
  const { version } = workspace as Manifest
  return steps.flatMap((step) => [
    ...(step.version === version
      ? []
      : [`${step.path} has version ${step.version}, not ${version}`]),
    ...(`${step.name}/package.json` === step.path ? [] : [`${step.path} is named ${step.name}`]),
    ...looseDependencies(step),
    ...missingScripts(step, root),
  ])
}

/** A lock file that names a host works only where that host answers. */
export function lockFileProblems(root: string): string[] {
  const lines = readFileSync(`${root}/pnpm-lock.yaml`, 'utf8').split('\n')
  return lines.flatMap((line, index) =>
    /https?:\/\//.test(line)
      ? [`pnpm-lock.yaml line ${index + 1} names a host: ${line.trim()}`]
      : [],
  )
}

/** Each package of the catalog is justified by a line of the README, in a table of its own. */
export function unjustifiedPackages(root: string): string[] {
  const catalog = readFileSync(`${root}/pnpm-workspace.yaml`, 'utf8').split(/^catalog:$/m)[1] ?? ''
  const readme = readFileSync(`${root}/README.md`, 'utf8')
  const names = [...catalog.matchAll(/^ {2}'?([@\w][^':]*)'?: /gm)].map((match) => match[1])
  return names
    .filter((name) => !readme.includes(`\`${name}\``))
    .map((name) => `README.md does not say what ${name} is for`)
}

/** Every version is in the catalog; a package of this workspace is `workspace:*`. */
function looseDependencies({ path, dependencies, devDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([name, from]) => from !== (name.startsWith('step-') ? 'workspace:*' : 'catalog:'))
    .map(([name, from]) => `${path} takes ${name} from ${from} instead of the catalog`)
}

function missingScripts({ path }: Manifest, root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(`${root}/${path}`, 'utf8'))
  return ['dev', 'start', 'test', 'typecheck']
    .filter((name) => !scripts?.[name])
    .map((name) => `${path} has no script ${name}`)
}

function stepFolders(root: string): string[] {
  return readdirSync(root).filter((name) => name.startsWith('step-'))
}

function readManifest(root: string, folder: string): Manifest {
  const path = folder ? `${folder}/package.json` : 'package.json'
  return { path, ...JSON.parse(readFileSync(`${root}/${path}`, 'utf8')) }
}
