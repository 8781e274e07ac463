import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { learnEnvironment } from './learn-environment.ts'
import { runTests } from './run-tests.ts'
import type { Change, RedTests, Request, Task } from './task.ts'

/** A server that does not listen by then never will. */
const startMsMax = 60_000

/** Lays a task's change out beside the product, looks at what it brings about, and removes it. */
export async function proveTask(root: string, task: Task): Promise<string | undefined> {
  const folder = `my/.proof/task-${task.step}-${task.number}`
  const scratch = mkdtempSync(join(tmpdir(), 'task-'))
  const trial = new Trial(root, folder, scratch)
  try {
    for (const [path, text] of changedTexts(root, task.changes, folder)) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    return await problemOf(trial, task)
  } finally {
    for (const change of task.changes) {
      rmSync(join(root, change.package, folder), { recursive: true, force: true })
    }
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Each changed file with all its changes. @throws RangeError when a text is not there once */
function changedTexts(root: string, changes: readonly Change[], folder: string) {
  const texts = new Map<string, string>()
  for (const { package: name, file, in: before, by } of changes) {
    const path = join(root, name, folder, file)
    if (before === undefined) {
      texts.set(path, by)
      continue
    }
    const text = texts.get(path) ?? readFileSync(join(root, name, 'src', file), 'utf8')
    const parts = text.split(before)
    if (parts.length !== 2) {
      throw new RangeError(`${file} holds ${JSON.stringify(before)} ${parts.length - 1} times`)
    }
    texts.set(path, parts.join(by))
  }
  return texts
}

async function problemOf(trial: Trial, { step, outcome }: Task): Promise<string | undefined> {
  if (outcome.kind === 'red') return redProblem(trial, outcome)
  if (outcome.kind === 'commands') return firstProblem(outcome.runs, (ask) => trial.command(ask))
  const { before = [], requests } = outcome
  return (
    (await trial.serve(step, 'product', before)) ?? (await trial.serve(step, 'changed', requests))
  )
}

async function redProblem(trial: Trial, red: RedTests): Promise<string | undefined> {
  const report = await runTests(trial.root, trial.folder, red)
  if (!report) return 'the tests did not end'
  if (report.broken[0] !== undefined) return `it cannot be loaded: ${report.broken[0]}`
  const names = report.failed.map(({ name }) => name)
  const missed = red.fail.filter((wanted) => !names.some((name) => name.startsWith(wanted)))
  const others = names.filter((name) => !red.fail.some((wanted) => name.startsWith(wanted)))
  if (missed.length > 0) return `these tests pass: ${missed.join('; ')}`
  return others.length > 0 ? `these fail as well: ${others.join('; ')}` : undefined
}

async function firstProblem(
  requests: readonly Request[],
  run: (ask: readonly string[]) => Promise<string>,
): Promise<string | undefined> {
  for (const { ask, shows } of requests) {
    const output = await run(ask)
    if (!shows.test(output)) return `${ask.join(' ')}: ${output.slice(0, 300)}`
  }
  return undefined
}

/** Runs the product, with the change or without it, on data of its own. */
class Trial {
  readonly root: string
  readonly folder: string
  readonly #scratch: string

  constructor(root: string, folder: string, scratch: string) {
    this.root = root
    this.folder = folder
    this.#scratch = scratch
  }

  /** Output and errors of `net-anomaly` with the change; files of its own lie in the scratch folder. */
  async command(ask: readonly string[]): Promise<string> {
    const args = ask.map((arg) => (/^[\w-]+\.(pcap|json)$/.test(arg) ? this.#own(arg) : arg))
    return this.#netAnomaly(args, this.#environment('changed'))
  }

  async serve(
    step: number,
    whose: 'product' | 'changed',
    requests: readonly Request[],
  ): Promise<string | undefined> {
    if (requests.length === 0) return undefined
    const names = ['step-1-skeleton', 'step-2-capture', 'step-3-persistence', 'step-4-dashboard']
    const server = this.#start([`${names[step - 1]}/src/server.ts`], {
      ...this.#environment(whose),
      PORT: '0',
    })
    try {
      const port = await portOf(server)
      const env = { ...process.env, PORT: port }
      return await firstProblem(requests, (ask) => this.#netAnomaly(ask, env))
    } finally {
      const ended = new Promise((resolve) => server.once('close', resolve))
      server.kill()
      await ended
    }
  }

  async #netAnomaly(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    const child = this.#start(['step-2-capture/src/cli/net-anomaly.ts', ...args], env)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    await new Promise((resolve) => child.once('close', resolve))
    return output.trimEnd()
  }

  #start(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    return spawn(process.execPath, args, {
      cwd: this.root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  #environment(whose: 'product' | 'changed'): NodeJS.ProcessEnv {
    const env = { ...process.env, DATA_DIR: this.#own('data') }
    return whose === 'changed' ? { ...env, ...learnEnvironment(env, this.folder) } : env
  }

  #own(name: string): string {
    return join(this.#scratch, name)
  }
}

async function portOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => reject(new Error(`it does not listen: ${output}`)), startMsMax)
    const read = (text: string) => {
      output += text
      const [, port] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output) ?? []
      if (port === undefined) return
      clearTimeout(timer)
      resolve(port)
    }
    server.stdout?.setEncoding('utf8').on('data', read)
    server.stderr?.setEncoding('utf8').on('data', read)
    server.once('close', () => {
      clearTimeout(timer)
      reject(new Error(`it ended: ${output}`))
    })
  })
}
