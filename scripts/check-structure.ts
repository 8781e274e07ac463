import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { borderCrossings } from './structure/borders.ts'
import { circles } from './structure/circles.ts'
import { glossaryProblems } from './structure/glossary.ts'
import { upwardImports } from './structure/layers.ts'
import { lessonMinutesProblems } from './structure/lesson-minutes.ts'
import { longFiles } from './structure/long-files.ts'
import { lockFileProblems, manifestProblems, unjustifiedPackages } from './structure/manifests.ts'
import { readmeProblems } from './structure/room-readmes.ts'
import { readSources } from './structure/sources.ts'
import { packageExports, unreachableFiles } from './structure/unreachable.ts'
import { wordProblems } from './structure/words.ts'

/** Holds the workspace to its own rules of structure; the problems are printed, one a line. */
const root = fileURLToPath(new URL('..', import.meta.url))
const sources = readSources(root)
const problems = [
  ...circles(sources).map((circle) => `circular import: ${circle}`),
  ...borderCrossings(sources),
  ...upwardImports(sources),
  ...longFiles(sources),
  ...unreachableFiles(sources, packageExports(root), (path) =>
    readFileSync(`${root}/${path}`, 'utf8'),
  ),
  ...readmeProblems(root),
  ...manifestProblems(root),
  ...lockFileProblems(root),
  ...unjustifiedPackages(root),
  ...wordProblems(root),
  ...glossaryProblems(root),
  ...lessonMinutesProblems(root),
]
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
