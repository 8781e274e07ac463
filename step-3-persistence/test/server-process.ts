import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../src/server.ts', import.meta.url))

export interface ServerProcess {
  readonly url: string
  /** What it has written so far. */
  said(): string
  end(signal?: NodeJS.Signals): Promise<void>
}

/** Step 3 as `npm run step3 -- ARGS` starts it, on a free port. */
export async function startServerProcess(
  args: readonly string[],
  env: Record<string, string>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    await exited
  }
  for (;;) {
    const url = /http:\/\/[\d.:]+/.exec(said)?.[0]
    if (url !== undefined) return { url, said: () => said, end }
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    await Promise.race([once(child.stdout, 'data'), exited])
  }
}
