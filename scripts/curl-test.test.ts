import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { missingProgram } from './test/missing-program.ts'
import { startProcess, waysToStart } from './test/started-server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const missing = missingProgram('bash', 'curl')

describe('curl_test.sh', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'curl-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function ask(url: string) {
    const child = spawn(join(root, 'scripts/curl_test.sh'), {
      env: { ...process.env, BASE_URL: url },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [stdout, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    return { stdout, status }
  }

  it.for(waysToStart)('passes against $name', { timeout: 60_000 }, async ({ args }, { skip }) => {
    skip(missing !== undefined, `${missing} is not installed`)
    const server = startProcess(args, { DATA_DIR: folder })
    try {
      const { port } = new URL(await server.url())
      const { status, stdout } = await ask(`http://localhost:${port}`)
      expect(stdout).toMatch(/\n\d+ passed, 0 failed\n$/)
      expect(status).toBe(0)
    } finally {
      await server.end()
    }
  })

  it('fails against a server that answers something else', async ({ skip }) => {
    skip(missing !== undefined, `${missing} is not installed`)
    const server = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { status, stdout } = await ask(`http://127.0.0.1:${port}`)
    expect(stdout).toMatch(/\n0 passed, \d+ failed\n$/)
    expect(status).toBe(1)
    server.close()
  })

  it('fails where no server is', async ({ skip }) => {
    skip(missing !== undefined, `${missing} is not installed`)
    expect((await ask('http://127.0.0.1:1')).status).toBe(1)
  })
})
