import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const server = fileURLToPath(new URL('server.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'server-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts step 1's own server on a free port and waits for its first line. */
async function startServer(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [server], {
    env: { ...process.env, DATA_DIR: folder, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8')
  return child
}

describe('the server process', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with exit code 0 on %s, even with a connection open',
    async (signal) => {
      const child = await startServer()
      const [line] = await once(child.stdout, 'data')
      const url = /http:\S+/.exec(line)?.[0] ?? ''
      expect((await fetch(`${url}/health`)).status).toBe(200) // It stays open: keep-alive.
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([0, null])
    },
  )

  it('ends with exit code 1 and the fix, without a stack trace, when it cannot start', async () => {
    const child = await startServer({ PORT: '70000' })
    const [[text], [code]] = await Promise.all([once(child.stderr, 'data'), once(child, 'exit')])
    expect(code).toBe(1)
    expect(text).toBe(
      'E_BAD_CONFIG: PORT "70000" is above 65535; set PORT to 0-65535\n' +
        'Start it like this: PORT=8000 HOST=127.0.0.1 npm start\n',
    )
  })
})
