import { readdirSync, readFileSync, statSync } from 'node:fs'
import { commandsOf } from '../readme/command.ts'
import { fencesOf } from '../readme/markdown.ts'

/** Lessons are read by people who do not read English all day, and who try what they read. */
const wordsPerMinute = 150
const codeLinesPerMinute = 25
const skimmedLinesPerMinute = 100
const commandMinutes = 1
/** A stated time may be off by this share of the measured one. */
const deviationMax = 0.25

const statedMinutes = /^\*\*(\d+) minutes to read and run, (\d+) for what you must do\.\*\*/m

/** What a lesson takes, in minutes. */
export interface LessonMinutes {
  /** Words, code and commands of the lesson, and the files that it asks to read or skim. */
  readonly reading: number
  /** The exercises in rows that begin with `must`, and the tasks marked `_Must, N minutes._`. */
  readonly must: number
}

/**
 * Measures a lesson.
 * @param lineCountOf how long a named file is, in lines; undefined when there is none
 */
export function lessonMinutes(
  lesson: string,
  lineCountOf: (path: string) => number | undefined,
): LessonMinutes {
  const fences = fencesOf(lesson)
  const commands = fences.filter(({ language }) => language === 'console')
  const code = fences.filter(({ language }) => language === 'ts' || language === 'tsx')
  const commandCount = commands.reduce((sum, { content }) => sum + commandsOf(content).length, 0)
  const codeLineCount = code.reduce((sum, { content }) => sum + content.length, 0)
  const linesOf = (how: string): number =>
    namedFiles(lesson)
      .filter((file) => file.how === how)
      .reduce((sum, { path }) => sum + (lineCountOf(path) ?? 0), 0)
  const reading =
    proseOf(lesson).split(/\s+/).length / wordsPerMinute +
    (codeLineCount + linesOf('read')) / codeLinesPerMinute +
    linesOf('skim') / skimmedLinesPerMinute +
    commandCount * commandMinutes
  const must = [
    ...lesson.matchAll(/^\| must \| `[\w-]+` \|.*\| (\d+) \|$/gm),
    ...lesson.matchAll(/_Must, (\d+) minutes\._/g),
  ].map(([, minutes]) => Number(minutes))
  return { reading, must: must.reduce((sum, minutes) => sum + minutes, 0) }
}

/** Lessons whose first sentence does not say how long they take, or whose map names no file. */
export function lessonMinutesProblems(root: string): string[] {
  const overview = readFileSync(`${root}/README.md`, 'utf8')
  return readdirSync(root)
    .filter((name) => name.startsWith('step-'))
    .flatMap((step) => {
      const path = `${step}/README.md`
      const lesson = readFileSync(`${root}/${path}`, 'utf8')
      const problems = problemsOf(path, lesson, (file) => linesIn(`${root}/${step}/${file}`))
      return [...problems, ...overviewProblems(overview, path, lesson)]
    })
}

/** Where the table of the root README states another sum than the lesson. */
export function overviewProblems(overview: string, path: string, lesson: string): string[] {
  const [, reading, must] = statedMinutes.exec(lesson) ?? []
  const sum = Number(reading) + Number(must)
  const row = overview
    .split('\n')
    .find((line) => line.startsWith('|') && line.includes(`(${path})`))
  return row?.endsWith(`| ${sum} |`) ? [] : [`README.md: ${path} takes ${sum} minutes in all`]
}

export function problemsOf(
  path: string,
  lesson: string,
  lineCountOf: (path: string) => number | undefined,
): string[] {
  const { reading, must } = lessonMinutes(lesson, lineCountOf)
  const stated = /^\*\*(\d+) minutes to read and run, (\d+) for what you must do\.\*\*/m.exec(
    lesson,
  )
  const sentence = `**${Math.round(reading)} minutes to read and run, ${must} for what you must do.**`
  const gone = namedFiles(lesson).filter(({ path }) => lineCountOf(path) === undefined)
  const problems = gone.map((file) => `${path} sends readers to ${file.path}, which is not there`)
  if (!stated) return [...problems, `${path} does not begin with "${sentence}"`]
  const isOff = Math.abs(Number(stated[1]) - reading) > deviationMax * reading
  if (isOff || Number(stated[2]) !== must) problems.push(`${path} takes ${sentence}`)
  return problems
}

/** Rows of a map: `| read | `src/app.ts` | … |`. */
function namedFiles(lesson: string): { how: string; path: string }[] {
  return [...lesson.matchAll(/^\| (read|skim|skip) \| `([^`]+)` \|/gm)].map(
    ([, how = '', path = '']) => ({ how, path }),
  )
}

function proseOf(lesson: string): string {
  const lines = lesson.split('\n')
  for (const { line, content } of fencesOf(lesson)) lines.fill('', line, line + content.length + 2)
  return lines.filter((line) => !/^\s*(?:<!--|\|[ -|]+$)/.test(line)).join('\n')
}

/** Lines of a file; of a folder, those of its README. */
function linesIn(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return undefined
  const file = stats.isDirectory() ? `${path}/README.md` : path
  return readFileSync(file, 'utf8').split('\n').length - 1
}
