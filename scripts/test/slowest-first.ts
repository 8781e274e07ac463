import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Starts the files that take longest first, so that none runs alone at the end while a core waits. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return slowestFirst(await super.sort(files))
  }
}

type File = Pick<TestSpecification, 'moduleId' | 'project'>

/**
 * In a fresh clone, where no earlier run tells how long a file takes, Vitest takes large files first.
 * Ours that take longest are small: the cases of a contract stand in files that four steps share, and
 * what lies below `test/` starts servers and browsers. Projects keep their order, and files of one
 * rank theirs.
 */
export function slowestFirst<T extends File>(files: readonly T[]): T[] {
  const projects = [...new Set(files.map(({ project }) => project))]
  return projects.flatMap((project) =>
    files.filter((file) => file.project === project).sort((a, b) => rank(a) - rank(b)),
  )
}

/** Lower is earlier. */
function rank({ moduleId }: File): number {
  if (moduleId.endsWith('/test/contract.test.ts')) return 0
  return moduleId.includes('/test/') ? 1 : 2
}
