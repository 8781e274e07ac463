import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const doctor = fileURLToPath(new URL('doctor.mjs', import.meta.url))

async function ask(env: Record<string, string>, ...options: string[]) {
  const child = spawn(process.execPath, [doctor, ...options], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { status, lines: output.trimEnd().split('\n') }
}

describe('doctor', () => {
  it('gives the command that installs a missing capture program, and is not ill without', async () => {
    const { status, lines } = await ask({ PORT: '0', PATH: '/nowhere' })
    const line = lines.find((text) => text.includes('Capture program'))
    expect(line).toMatch(/^(?:✓|– .*apt-get install tcpdump)/)
    expect(status).toBe(0)
  })

  it('gives another port when something else is there', async () => {
    const server = createServer((_, response) => response.end('other')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { status, lines } = await ask({ PORT: String(port) })
    expect(lines).toContainEqual(
      expect.stringMatching(`^✗ Port ${port} .*PORT=${port + 1} npm start`),
    )
    expect(status).toBe(1)
    server.close()
  })

  it('says of a port that is none what a port is', async () => {
    const { status, lines } = await ask({ PORT: 'abc' })
    expect(lines).toContainEqual(
      expect.stringMatching(/^✗ Port abc .*is no port; set PORT to 0-65535$/),
    )
    expect(status).toBe(1)
  })

  it('says whether every step starts without the internet, when asked', async () => {
    const { lines } = await ask({ PORT: '0' })
    expect(lines.filter((line) => line.includes('offline'))).toEqual([])
    const offline = await ask({ PORT: '0' }, '--offline')
    expect(offline.lines).toContainEqual(expect.stringMatching(/^✓ Packages offline/))
    expect(offline.lines).toContainEqual(expect.stringMatching(/^✓ Node offline/))
  })

  it('names the Node that npm runs on, not the one of the workspace', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
    const node = join(folder, 'node')
    writeFileSync(node, '#!/bin/sh\necho v20.99.1\n', { mode: 0o755 })
    const { lines } = await ask({ PORT: '0', npm_node_execpath: node })
    rmSync(folder, { recursive: true })
    expect(lines[0]).toContain('20.99.1 outside')
  })

  it('finds a data folder that cannot be made', async () => {
    const { status, lines } = await ask({ PORT: '0', DATA_DIR: '/proc/none/data' })
    expect(lines).toContainEqual(expect.stringMatching('^✗ Data folder'))
    expect(status).toBe(1)
  })
})
