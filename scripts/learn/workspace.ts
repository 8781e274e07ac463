import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Exercise, StepPackage } from './exercise.ts'
import { exercises } from './exercises.ts'

/** The files of exercises in a clone: starters, solutions, and what a learner writes. */
export class Workspace {
  readonly root: string
  /** The folder of each step with the learner's files; git ignores it. */
  readonly folder: string

  constructor(root: string, folder = 'my') {
    this.root = root
    this.folder = folder
  }

  solutionOf({ package: name, file }: Exercise): string {
    return readFileSync(join(this.root, name, 'src', file), 'utf8')
  }

  starterOf({ package: name, file }: Exercise): string {
    return readFileSync(join(this.root, name, 'exercise', file), 'utf8')
  }

  testsOf({ package: name, tests }: Exercise): string {
    return tests.map((path) => readFileSync(join(this.root, name, path), 'utf8')).join('\0')
  }

  /** The path of the learner's file, below the root. */
  ownPath({ package: name, file }: Exercise): string {
    return `${name}/${this.folder}/${file}`
  }

  /** The learner's file; undefined while the exercise is not started. */
  ownText(exercise: Exercise): string | undefined {
    const path = join(this.root, this.ownPath(exercise))
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  }

  /** Writes the learner's file. What was there is kept beside it; its path is returned. */
  write(exercise: Exercise, text: string, now: Date): string | undefined {
    const path = join(this.root, this.ownPath(exercise))
    const kept = `${path}.${now.toISOString().replaceAll(':', '-')}.bak`
    const before = this.ownText(exercise)
    const isKept = before !== undefined && before !== text
    if (isKept) renameSync(path, kept)
    writeText(path, text)
    for (const file of exercise.companions ?? []) this.#layOut(exercise.package, file)
    return isKept ? relative(this.root, kept) : undefined
  }

  /** The files that were laid out for these exercises, and for no other that is started. */
  filesOfOnly(chosen: readonly Exercise[]): string[] {
    const filesOf = (one: Exercise) =>
      [one.file, ...(one.companions ?? [])].map((file) => `${one.package}/${file}`)
    const others = exercises.filter((one) => !chosen.includes(one) && this.ownText(one))
    const needed = new Set(others.flatMap(filesOf))
    return chosen.flatMap(filesOf).filter((file) => !needed.has(file))
  }

  /** The exercises of a package that have been started. */
  started(name: StepPackage): Exercise[] {
    return exercises.filter((one) => one.package === name && this.ownText(one) !== undefined)
  }

  /** For tsc and the editor: own files import as if they lay in `src`, and export what those do. */
  layOutTypes(name: StepPackage): void {
    const up = relative(this.folder, '.').replaceAll('\\', '/')
    const config = {
      extends: `${up}/tsconfig.json`,
      compilerOptions: { rootDirs: [`${up}/src`, '.'] },
      files: [agreementFile],
      include: [],
    }
    const folder = join(this.root, name, this.folder)
    writeText(join(folder, 'tsconfig.json'), `${JSON.stringify(config, null, 2)}\n`)
    writeText(join(folder, agreementFile), agreementOf(this.started(name), up))
  }

  #layOut(name: StepPackage, file: string): void {
    const text = readFileSync(join(this.root, name, 'exercise', file), 'utf8')
    writeText(join(this.root, name, this.folder, file), text)
  }
}

/** What `check` writes beside the learner's files, for tsc alone. */
export const agreementFile = 'agree.ts'

function agreementOf(started: readonly Exercise[], up: string): string {
  const lines = started.flatMap(({ file }, index) => [
    `import type * as product${index} from '${up}/src/${file}'`,
    `import * as own${index} from './${file}'`,
    `own${index} satisfies Public<typeof product${index}>`,
  ])
  return `// Made by npm run learn, and never run: your files export what the product's do.
${lines.join('\n')}

/** Classes count by what they offer, since private parts belong to one class alone. */
type Public<Module> = {
  [Name in keyof Module]: Module[Name] extends new (...given: infer Given) => infer Made
    ? new (...given: Given) => { [Part in keyof Made]: Made[Part] }
    : Module[Name]
}
`
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
