import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeRegion } from './code-region.ts'
import { type Command, commandsOf, linesOf } from './command.ts'
import { type Fence, fencesOf, withContents } from './markdown.ts'
import { difference, outputMatches, rewritten } from './output-match.ts'
import { Terminal } from './terminal.ts'

export interface ReadmeOptions {
  /** The workspace: commands run here. */
  readonly root: string
  /** The file, relative to the root. */
  readonly path: string
  /** The command that starts the server which the README's other commands ask. */
  readonly serverCommand: string
  /** Whether outputs and code that differ are written into the file. */
  readonly write: boolean
}

export interface ReadmeReport {
  readonly commandCount: number
  /** Blocks that were not run, as `path:line reason`. */
  readonly notRun: readonly string[]
  /** What is wrong, each with its place. */
  readonly problems: readonly string[]
}

const serverCommand =
  /^(?:[A-Z_]+=\S+ )*npm (?:start|run (?:step\d|dev|(?:--silent )?learn -- run step\d))\b/
const shellLanguages = new Set(['sh', 'bash', 'shell', 'zsh', 'shellsession'])
const codeLanguages = new Set(['ts', 'tsx', 'js', 'mjs', 'typescript', 'javascript'])
const serverLinesMs = 3000

/** Runs every console block of a README and compares what it writes with what stands there. */
export async function checkReadme(options: ReadmeOptions): Promise<ReadmeReport> {
  const file = join(options.root, options.path)
  const text = await readFile(file, 'utf8')
  const changes = new Map<Fence, readonly string[]>()
  const notRun: string[] = []
  const problems: string[] = []
  let commandCount = 0
  const terminal = await Terminal.open(options.root)
  try {
    for (const fence of fencesOf(text)) {
      const place = `${options.path}:${fence.line + 1}`
      const reason = /^not run: (.+)/.exec(fence.comment ?? '')?.[1]
      if (reason) notRun.push(`${place} ${reason}`)
      else if (fence.language === 'console') {
        const ran = await runBlock(terminal, fence, options.serverCommand)
        commandCount += ran.commands.length
        problems.push(...ran.problems.map((problem) => `${place}\n${problem}`))
        if (ran.problems.length > 0) changes.set(fence, linesOf(ran.commands))
      } else {
        const found = checkCode(fence, dirname(file))
        problems.push(...found.problems.map((problem) => `${place} ${problem}`))
        if (found.content) changes.set(fence, found.content)
      }
    }
  } catch (error) {
    problems.push(`${options.path}: ${messageOf(error)}; the blocks after it were not run`)
  } finally {
    await terminal.close()
  }
  if (options.write && changes.size > 0) await writeFile(file, withContents(text, changes))
  return { commandCount, notRun, problems }
}

async function runBlock(terminal: Terminal, fence: Fence, startServer: string) {
  const problems: string[] = []
  const commands: Command[] = []
  for (const command of commandsOf(fence.content)) {
    const actual = await outputOf(terminal, command, startServer)
    const matches = outputMatches(command.expected, actual)
    if (!matches) problems.push(describe(command, actual))
    const expected = matches ? command.expected : rewritten(command.expected, actual)
    commands.push({ ...command, expected })
  }
  if (commands.length === 0) problems.push('a console block without a command')
  return { commands, problems }
}

async function outputOf(
  terminal: Terminal,
  { text, expected, interrupted }: Command,
  startServer: string,
): Promise<string[]> {
  if (!serverCommand.test(text)) {
    if (/:8000\b/.test(text) && !terminal.serverRuns) await terminal.startServer(startServer)
    return terminal.run(text)
  }
  await terminal.startServer(text)
  // The server answers before its last line is through the pipe.
  const until = performance.now() + serverLinesMs
  while (!outputMatches(expected, terminal.serverOutput) && performance.now() < until) {
    await pause(50)
  }
  const output = terminal.serverOutput
  if (interrupted) await terminal.stopServer()
  return output
}

function describe({ text, expected }: Command, actual: readonly string[]): string {
  return [`$ ${text}`, ...difference(expected, actual)].map((line) => `    ${line}`).join('\n')
}

/** Code comes from a source file; commands come in console blocks. */
function checkCode(fence: Fence, folder: string): { content?: string[]; problems: string[] } {
  const { language, comment, content } = fence
  if (shellLanguages.has(language)) {
    return { problems: [`a ${language} block is never run; make it a console block`] }
  }
  const reference = /^code: (\S+)/.exec(comment ?? '')?.[1]
  if (!reference) {
    if (!codeLanguages.has(language)) return { problems: [] }
    return { problems: [`a ${language} block that no comment <!-- code: path#region --> fills`] }
  }
  try {
    const wanted = codeRegion(folder, reference)
    if (wanted.join('\n') === content.join('\n')) return { problems: [] }
    const lines = difference(wanted, content).map((line) => `    ${line}`)
    return { content: wanted, problems: [`is not what ${reference} holds\n${lines.join('\n')}`] }
  } catch (error) {
    return { problems: [messageOf(error)] }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
