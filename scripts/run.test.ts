import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
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
})
