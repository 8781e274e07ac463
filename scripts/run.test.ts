import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const runner = fileURLToPath(new URL('run.mjs', import.meta.url))

describe('the runner of npm scripts', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('names the commands when it knows none of that name', () => {
    const { status, stderr } = spawnSync(process.execPath, [runner, 'nonsense'], {
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('no command nonsense; there are start,')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'starts step 1 on the Node of the workspace, and ends it with %s',
    async (signal) => {
      const child = spawn(process.execPath, [runner, 'step1'], {
        env: { ...process.env, PORT: '0', DATA_DIR: folder },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
      expect(line).toMatch(/^Net Anomaly, step 1: http:\S+ /)
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([0, null])
    },
  )

  it('ends the server when npm, or the shell below it, is killed', async () => {
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${runner}" step1; true`], {
      env: { ...process.env, PORT: '0', DATA_DIR: folder, npm_lifecycle_event: 'step1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(shell.stdout.setEncoding('utf8'), 'data')
    expect(line).toMatch(/^Net Anomaly, step 1/)
    const silence = once(shell.stdout, 'close') // No process holds the pipe any more.
    shell.kill('SIGKILL')
    await silence
  })

  it('keeps the data of each step apart, unless DATA_DIR says where', async () => {
    const { DATA_DIR: _, ...env } = process.env
    const child = spawn(process.execPath, [runner, 'step2'], {
      env: { ...env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
    const [url] = /http:\S+/.exec(String(line)) ?? []
    const status = await (await fetch(`${url}/api/status`)).json()
    expect(JSON.stringify(status)).toContain(join('data', 'step-2'))
    child.kill()
    await once(child, 'exit')
  })

  describe('says as a place and a sentence', () => {
    const load = (source: string) => {
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }') // As each step has it.
      mkdirSync(join(folder, 'step-1-trial/src'), { recursive: true })
      const server = join(folder, 'server.mjs')
      writeFileSync(server, "import './step-1-trial/src/broken.ts'\n")
      writeFileSync(join(folder, 'step-1-trial/src/broken.ts'), source)
      return spawnSync(
        process.execPath,
        [`--import=${new URL('say-failure.mjs', import.meta.url)}`, server],
        { encoding: 'utf8' },
      )
    }

    it('a typing error of a learner', () => {
      const { status, stderr } = load('export const one = 1\nconst share = 0,2\n')
      expect(status).toBe(1)
      expect(stderr).toMatch(/^net-anomaly: .+broken\.ts:2: Unexpected token.+\nCorrect that line/)
      expect(stderr).not.toMatch(/^\s+at /m)
    })

    it('a changed file of the product that fails when it is loaded', () => {
      const { status, stderr } = load("export const one = 1\nthrow new TypeError('no such row')\n")
      expect(status).toBe(1)
      expect(stderr).toMatch(
        /^net-anomaly: step-1-trial\/src\/broken\.ts:2: TypeError: no such row$/m,
      )
      expect(stderr).toContain('If you changed that file, correct it, then start again.')
    })
  })
})
