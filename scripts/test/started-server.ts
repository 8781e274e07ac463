import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every step's own server, by the path of its file. */
const serverPaths: readonly string[] = readdirSync(root)
  .map((name) => join(name, 'src/server.ts'))
  .filter((path) => path.startsWith('step-') && existsSync(join(root, path)))

export interface WayToStart {
  readonly name: string
  /** The arguments of Node. */
  readonly args: readonly string[]
}

/** Every way to start a server: the steps' own, and the command line. */
export const waysToStart: readonly WayToStart[] = [
  ...serverPaths.map((path) => ({ name: path, args: [path] })),
  { name: 'net-anomaly serve', args: ['step-2-capture/src/cli/net-anomaly.ts', 'serve'] },
]

export interface ServerProcess {
  /** What it has written so far. */
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** The address in its first line. @throws Error when it ends without one */
  url(): Promise<string>
  /** Sends a signal, and resolves with the exit code once it has ended. */
  end(signal?: NodeJS.Signals): Promise<number | null>
  /** The exit code of a server that ends by itself. */
  readonly ended: Promise<number | null>
}

/** Starts a server as a process of its own, on a free port. */
export function startProcess(args: readonly string[], env: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    output,
    ended,
    url: () => urlOf(child, output),
    end: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

async function urlOf(child: ChildProcess, output: ServerProcess['output']): Promise<string> {
  for (;;) {
    const url = /http:\/\/[\w.]+:\d+/.exec(output.stdout)?.[0]
    if (url) return url
    if (child.exitCode !== null) throw new Error(`no address, but: ${output.stderr}`)
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), once(child, 'close')])
  }
}
