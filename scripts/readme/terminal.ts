import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { withoutEmptyEnds } from './command.ts'

/** The port that the lessons write; here a free one stands in for it. */
const writtenPort = 8000
/** Where the exercises of the lessons are laid out here, so that a learner's own are left alone. */
const learnFolder = 'my/.readme'
const commandSecondsMax = 180
const serverSecondsMax = 60

/**
 * What a learner has open: a shell that keeps its variables, a second window with a server, a data
 * folder that is empty at first, and port 8000 for themselves.
 */
export class Terminal {
  readonly #root: string
  readonly #home: string
  readonly #port: number
  readonly #shell: ChildProcess
  #server: { process: ChildProcess; output: string } | undefined

  private constructor(root: string, home: string, port: number) {
    this.#root = root
    this.#home = home
    this.#port = port
    this.#shell = spawn('bash', ['--noprofile', '--norc'], {
      cwd: root,
      env: this.#environment(),
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    this.#shell.stdout?.setEncoding('utf8')
  }

  static async open(root: string): Promise<Terminal> {
    await removeExercises(root)
    return new Terminal(root, await mkdtemp(join(tmpdir(), 'readme-')), await freePort())
  }

  get serverRuns(): boolean {
    return this.#server !== undefined
  }

  /** Runs a command to its end. @returns the lines that it wrote, errors included. */
  run(command: string): Promise<string[]> {
    const end = randomUUID()
    return new Promise((resolve, reject) => {
      let output = ''
      const read = (text: string) => {
        output += text
        if (!output.includes(end)) return
        finish()
        resolve(this.#readable(output.slice(0, output.indexOf(end))))
      }
      const closed = () => {
        finish()
        reject(new Error(`the shell ended within: ${command}`))
      }
      const timer = setTimeout(() => {
        finish()
        reject(new Error(`not done after ${commandSecondsMax} s: ${command}`))
      }, commandSecondsMax * 1000)
      const finish = () => {
        clearTimeout(timer)
        this.#shell.stdout?.off('data', read)
        this.#shell.off('close', closed)
      }
      this.#shell.stdout?.on('data', read)
      this.#shell.once('close', closed)
      // eval, so that a mistake in the command ends the command and not the shell.
      const text = `"$(cat <<'${end}'\n${this.#onPort(command)}\n${end}\n)"`
      this.#shell.stdin?.write(`eval ${text} 2>&1 </dev/null\nprintf '%s' '${end}'\n`)
    })
  }

  /** Starts a server in place of the one that runs, and waits until it answers. */
  async startServer(command: string): Promise<void> {
    await this.stopServer()
    const child = spawn('bash', ['-c', `exec ${this.#onPort(command)} 2>&1`], {
      cwd: this.#root,
      env: {
        ...this.#environment(),
        // As the runner does where DATA_DIR is not set: what own files learn is kept apart.
        ...(/ learn /.test(command) ? { DATA_DIR: join(this.#home, 'data/learn') } : {}),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true, // A process group of its own, which Ctrl-C then reaches as a whole.
    })
    process.once('exit', this.#killServer)
    const server = { process: child, output: '' }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      server.output += text
    })
    this.#server = server
    await this.#untilHealthy(server)
  }

  /** What the server has written so far. */
  get serverOutput(): string[] {
    return this.#readable(this.#server?.output ?? '')
  }

  /** Ctrl-C in the window of the server. */
  async stopServer(): Promise<void> {
    const child = this.#server?.process
    this.#server = undefined
    process.off('exit', this.#killServer)
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    process.kill(-child.pid, 'SIGINT')
    await ended
  }

  /** A process group of its own outlives this process, unless it is ended with it. */
  readonly #killServer = (): void => {
    const pid = this.#server?.process.pid
    if (pid && this.#server?.process.exitCode === null) process.kill(-pid, 'SIGKILL')
  }

  async close(): Promise<void> {
    await this.stopServer()
    this.#shell.stdin?.end()
    this.#shell.kill()
    await rm(this.#home, { recursive: true, force: true })
    await removeExercises(this.#root)
  }

  async #untilHealthy(server: { process: ChildProcess; output: string }): Promise<void> {
    const until = performance.now() + serverSecondsMax * 1000
    while (performance.now() < until && server.process.exitCode === null) {
      const healthy = await fetch(`http://127.0.0.1:${this.#port}/health`).catch(() => undefined)
      if (healthy?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await this.stopServer()
    throw new Error(`the server did not start:\n${server.output}`)
  }

  #environment(): NodeJS.ProcessEnv {
    const { PATH = '', LANG = 'C.UTF-8' } = process.env
    const folders = PATH.split(delimiter).filter((folder) => !folder.startsWith(this.#root))
    return {
      PATH: folders.join(delimiter),
      LANG,
      HOME: this.#home,
      NO_COLOR: '1',
      PORT: String(this.#port),
      DATA_DIR: join(this.#home, 'data'),
      LEARN_FOLDER: learnFolder,
    }
  }

  #onPort(command: string): string {
    return command.replaceAll(/(localhost|127\.0\.0\.1):8000\b/g, `$1:${this.#port}`)
  }

  /** Lines without the two that npm writes above a script, and with the port of the lessons. */
  #readable(output: string): string[] {
    const lines = output
      .replaceAll(`:${this.#port}`, `:${writtenPort}`)
      .replaceAll(`/${learnFolder}/`, '/my/')
      .split('\n')
    // What a root user is warned of is not what a learner sees.
    const warning = lines.findIndex((line) => line.startsWith('Warning: this server runs as root'))
    if (warning >= 0) lines.splice(warning, 3)
    return withoutEmptyEnds(
      lines.filter((line) => !/^> (?:net-anomaly@|node scripts\/)/.test(line)),
    )
  }
}

async function removeExercises(root: string): Promise<void> {
  const steps = (await readdir(root)).filter((name) => name.startsWith('step-'))
  for (const name of ['.', ...steps]) {
    await rm(join(root, name, learnFolder), { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
