import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const lockFile = readFileSync(`${root}/pnpm-lock.yaml`, 'utf8')

let registry: Server | undefined
afterEach(() => registry?.close())

/** Answers the advisory route as a registry does, and keeps what it was asked. */
async function openRegistry(status: number, advisories: Record<string, unknown> = {}) {
  const asked: { path: string; body: string }[] = []
  registry = createServer(async (request, response) => {
    asked.push({ path: request.url ?? '', body: await text(request) })
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(advisories))
  })
  registry.listen(0, '127.0.0.1')
  await once(registry, 'listening')
  const { port } = registry.address() as AddressInfo
  return { asked, url: `http://127.0.0.1:${port}/` }
}

async function audit(url: string): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, ['scripts/audit.ts', '--registry', url], { cwd: root })
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { status, output }
}

const weakness = (severity: string) => ({
  hono: [
    {
      id: 1,
      url: 'https://example.org/advisory',
      title: 'A header is believed',
      severity,
      vulnerable_versions: '*',
      cwe: [],
      cvss: { score: 7, vectorString: null },
    },
  ],
})

describe('npm run audit', () => {
  it('asks for names and versions of the lock file, and for nothing else', async () => {
    const { asked, url } = await openRegistry(200)
    const { status, output } = await audit(url)
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringMatching(/^\d+ packages audited: no weakness is known\n$/),
    })
    expect(asked.map(({ path }) => path)).toEqual(['/-/npm/v1/security/advisories/bulk'])
    const sent = JSON.parse(asked[0]?.body ?? '') as Record<string, string[]>
    expect(sent).toHaveProperty('ml-isolation-forest')
    const unknown = Object.entries(sent).flatMap(([name, versions]) =>
      versions.filter((version) => !lockFile.includes(`${name}@${version}`)),
    )
    expect(unknown).toEqual([])
  })

  it.each([
    ['moderate', 0],
    ['high', 1],
  ])('of a weakness that is %s ends with %i, and names it', async (severity, expected) => {
    const { url } = await openRegistry(200, weakness(severity))
    const { status, output } = await audit(url)
    expect(output).toContain(`${severity}: hono `)
    expect(output).toContain('A header is believed')
    expect(status).toBe(expected)
  })

  it('says that nothing was audited when the registry does not answer the question', async () => {
    const { url } = await openRegistry(405)
    expect(await audit(url)).toEqual({
      status: 0,
      output: expect.stringMatching(/^not audited: .*405/),
    })
  })

  it('fails when the question is wrong, and not the registry', async () => {
    const child = spawn(process.execPath, ['scripts/audit.ts', '--no-such-option'], { cwd: root })
    expect(await once(child, 'exit')).toEqual([1, null])
  })

  it('says so when there is no registry', async () => {
    const { url } = await openRegistry(200)
    registry?.close()
    const { status, output } = await audit(url)
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringMatching(/^not audited: /),
    })
  })
})
