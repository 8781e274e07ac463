import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('server.ts', import.meta.url))

/** Collects garbage all the time, so that a lock which nothing holds on to is lost at once. */
const collecting = 'data:text/javascript,setInterval(gc, 50).unref()'

describe('two servers on one data folder', { timeout: 60_000 }, () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const start = () => {
    const env = { ...process.env, PORT: '0', DATA_DIR: folder }
    const args = ['--expose-gc', `--import=${collecting}`, program]
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    return { child, said: () => said, listening: once(child.stdout.setEncoding('utf8'), 'data') }
  }

  it('are not: the second names the first and ends; killed, the first leaves no lock', async () => {
    const first = start()
    const url = /http:\S+/.exec(String(await first.listening))?.[0]
    const second = start()
    expect(await once(second.child, 'exit')).toEqual([1, null])
    expect(second.said()).toContain('E_FOLDER_IN_USE')
    expect(second.said()).toContain(`process ${first.child.pid} at ${url}, since 2`)
    expect(second.said()).toContain(`DATA_DIR=${folder}-2`)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const third = start()
    expect(String(await third.listening)).toContain('Net Anomaly, step 1')
    third.child.kill()
    await once(third.child, 'exit')
  })
})
