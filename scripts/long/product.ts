import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

const pollMs = 50

/** The product as a process of its own, and what a user can ask of it. */
export interface Product {
  readonly url: string
  readonly pid: number
  /** What it wrote so far. */
  said(): string
  /** The answer as JSON. @throws Error when there is none, or one that says no */
  ask<T>(path: string, body?: unknown, method?: 'POST' | 'PATCH' | 'PUT'): Promise<T>
  /** Sends a signal, and resolves once it has ended. */
  end(signal?: NodeJS.Signals): Promise<void>
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number } // A socket on a port has one.
  server.close()
  return port
}

/** Starts a command that serves the product on `port`, and waits until `/health` answers. */
export async function startProduct(
  [program = '', ...args]: readonly string[],
  options: { readonly port: number; readonly folder: string; readonly env: NodeJS.ProcessEnv },
): Promise<Product> {
  const { port, folder, env } = options
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await answering(`${url}/health`, child, () => said)
  return {
    url,
    pid: child.pid as number, // It answers, so it was started.
    said: () => said,
    ask: (path, body, method) => ask(url + path, body, method),
    end: async (signal = 'SIGTERM') => {
      child.kill(signal)
      await exited
    },
  }
}

/** Waits until `work` gives a value other than undefined. @throws Error after `msMax` */
export async function until<T>(
  what: string,
  work: () => Promise<T | undefined> | T | undefined,
  msMax = 60_000,
): Promise<T> {
  const end = performance.now() + msMax
  for (;;) {
    const value = await work()
    if (value !== undefined) return value
    if (performance.now() > end) throw new Error(`${what}: not within ${msMax / 1000} s`)
    await setTimeout(pollMs)
  }
}

async function answering(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const look = async () => {
    if (child.exitCode !== null) throw new Error(`it ended: ${said()}`)
    return (await fetch(url).catch(() => undefined))?.ok || undefined
  }
  await until(url, look, 180_000)
}

async function ask<T>(url: string, body?: unknown, method = 'POST'): Promise<T> {
  const post = {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const response = await fetch(url, body === undefined ? {} : post)
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`)
  return JSON.parse(text) as T
}
