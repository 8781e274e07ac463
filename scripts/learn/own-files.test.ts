import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startProcess } from '../test/started-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sample = join(root, 'samples/port-scan.pcap.gz')
const folder = 'my/.run'

/** Lays a file out as if a learner had written it. */
function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** The key of a flow, by a learner who reads a row that is not there. */
function throwing(text: string): string {
  const start =
    'export function writeFlowKey(index: KeyIndex, bytes: Uint8Array, frame: Frame): boolean {\n'
  return text.replace(start, `${start}  if ((rows[1] as number[]).length > 2) return false\n`)
}

function lineOf(path: string, part: string): number {
  const lines = readFileSync(join(root, path), 'utf8').split('\n')
  return lines.findIndex((line) => line.includes(part)) + 1
}

const ownKey = `step-2-capture/${folder}/flow/flow-key.ts`
const ownTree = `step-1-skeleton/${folder}/isolation-tree.ts`
const keyText = (of: 'src' | 'exercise') =>
  readFileSync(join(root, `step-2-capture/${of}/flow/flow-key.ts`), 'utf8')

describe("a learner's files", () => {
  let data: string
  let env: Record<string, string>
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'learn-'))
    env = { LEARN_FOLDER: folder, DATA_DIR: data }
  })
  afterEach(() => {
    rmSync(data, { recursive: true })
    for (const name of ['step-1-skeleton', 'step-2-capture']) {
      rmSync(join(root, name, folder), { recursive: true, force: true })
    }
  })
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/run.mjs', 'learn', 'run', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, INIT_CWD: root, ...env },
    })

  it('run in the command line, which says so, and fails with the sentence of a starter', () => {
    write(ownKey, keyText('exercise'))
    const { status, stderr } = run('net-anomaly', 'analyze', sample)
    expect(status).toBe(1)
    expect(stderr).toContain('Your code runs: flow-key (not passed).')
    expect(stderr).toContain('E_YOUR_TURN: step 2: writeFlowKey() is yours to write')
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it("run in the engine's thread of a server", async () => {
    write(ownKey, keyText('src').replace(/sourceIsLow = source ===.*/, 'sourceIsLow = true'))
    const { flows } = await analyzed(env, sample)
    // The directions of a connection are apart: twice the flows, but for those with one direction.
    expect(flows).toBe(2039)
  })

  it("fail in the engine's thread with their sentence and its fix", async () => {
    write(ownKey, keyText('exercise'))
    const { status } = await analyzed(env, sample)
    expect(status).toMatchObject({
      state: 'failed',
      error: { code: 'E_YOUR_TURN', message: 'step 2: writeFlowKey() is yours to write' },
    })
  })

  it('are named with their line where they throw, in place of a stack', () => {
    write(ownKey, `const rows: number[][] = []\n${throwing(keyText('src'))}`)
    const line = `step-2-capture/${folder}/flow/flow-key.ts:${lineOf(ownKey, 'rows[1]')}`
    const { status, stderr } = run('net-anomaly', 'analyze', sample)
    expect(status).toBe(1)
    expect(stderr).toContain(`E_YOUR_CODE: your code failed at ${line}: Cannot read`)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('are named with their line where they throw in the thread of the engine', async () => {
    write(ownKey, `const rows: number[][] = []\n${throwing(keyText('src'))}`)
    const line = `step-2-capture/${folder}/flow/flow-key.ts:${lineOf(ownKey, 'rows[1]')}`
    const served = await analyzed(env, sample)
    expect(served.status).toMatchObject({
      state: 'failed',
      error: { code: 'E_YOUR_CODE', message: expect.stringContaining(line) },
    })
  })

  it('are named with their line where they cannot be loaded', () => {
    const tree = readFileSync(join(root, 'step-1-skeleton/src/isolation-tree.ts'), 'utf8')
    write(ownTree, `${tree}\nthrow new RangeError('too few rows')\n`)
    const { status, stderr } = run('step1')
    const line = `${ownTree}:${lineOf(ownTree, 'throw new')}`
    expect(status).toBe(1)
    expect(stderr).toContain(`net-anomaly: ${line}: RangeError: too few rows\nCorrect that line`)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('are checked before a run, so that a type error is a sentence', () => {
    const text = keyText('src').replace('return sourceIsLow', "return 'low'")
    write(ownKey, text)
    const { status, stderr } = run('net-anomaly', 'analyze', sample)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^It is not started: .+flow-key\.ts:\d+$/m)
  })

  it('are not loaded by any other command', () => {
    write(ownKey, keyText('exercise'))
    const { status } = spawnSync(
      process.execPath,
      ['scripts/run.mjs', 'net-anomaly', 'analyze', sample],
      { cwd: root, env: { ...process.env, ...env } },
    )
    expect(status).toBe(0)
  })
})

interface Analyzed {
  readonly status: Record<string, unknown>
  readonly flows: number
}

/** Lets step 2's server read a capture, with the learner's files. */
async function analyzed(env: Record<string, string>, path: string): Promise<Analyzed> {
  const server = startProcess(['scripts/run.mjs', 'learn', 'run', 'step2'], env)
  try {
    const url = await server.url()
    const form = new FormData()
    form.set('file', new Blob([readFileSync(path)]), 'scan.pcap.gz')
    const upload = await fetch(`${url}/api/upload`, { method: 'POST', body: form })
    const { file_id } = (await upload.json()) as { file_id: string }
    await fetch(`${url}/api/start`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ source: { kind: 'pcap', file_id } }),
    })
    for (;;) {
      const status = (await (await fetch(`${url}/api/status`)).json()) as Analyzed['status']
      if (status.state === 'running' || status.state === 'starting') await setTimeout(50)
      else {
        const { total } = (await (await fetch(`${url}/api/flows`)).json()) as { total: number }
        return { status, flows: total }
      }
    }
  } finally {
    await server.end()
  }
}
