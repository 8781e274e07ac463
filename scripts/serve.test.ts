import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { startProcess, waysToStart } from './test/started-server.ts'

const token = '0123456789abcdef'
const items = Array.from({ length: 100_000 }, (_, index) => ({ size: index % 1_500, proto: 6 }))

// A start takes a second, and several where two cores are shared.
describe.each(waysToStart)('$name', { timeout: 60_000 }, ({ name, args }) => {
  let closing = new AsyncDisposableStack()
  afterEach(async () => {
    await closing.disposeAsync()
    closing = new AsyncDisposableStack()
  })

  function start(env: Record<string, string> = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'serve-'))
    closing.defer(() => rmSync(folder, { recursive: true }))
    const server = startProcess(args, { DATA_DIR: folder, ...env })
    closing.defer(async () => {
      await server.end('SIGKILL')
    })
    return { ...server, folder }
  }

  it('warns root, and no other user', async () => {
    const [asRoot, asUser] = [start(userId(0)), start(userId(1000))]
    await Promise.all([asRoot.url(), asUser.url()])
    await Promise.all([asRoot.end(), asUser.end()])
    expect(asRoot.output.stderr).toMatch(/^Warning: this server runs as root, .*\n.*\n.* setcap /)
    expect(asUser.output.stderr).toBe('')
  })

  it('answers to its own names and pages only, and says so in every header', async () => {
    const url = await start({ NET_ANOMALY_HOSTS: 'proxy.example:9000' }).url()
    const { port } = new URL(url)
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, 'proxy.example:9000']) {
      const answer = await ask(url, { headers: { host } })
      expect(answer.status, host).toBe(200)
      expect(answer.headers).toMatchObject({
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
    }
    for (const host of [`evil.example:${port}`, `127.0.0.1.evil.example:${port}`, 'localhost']) {
      expect(await ask(url, { headers: { host } }), host).toMatchObject({ status: 403 })
    }
    for (const headers of [{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await ask(`${url}/train`, { method: 'POST', headers })
      expect(answer).toMatchObject({
        status: 403,
        body: expect.stringContaining('E_FOREIGN_ORIGIN'),
      })
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it('does not start where the network could control it without a token', async () => {
    const [open, weak] = [start({ HOST: '0.0.0.0' }), start({ NET_ANOMALY_TOKEN: 'guess' })]
    expect(await Promise.all([open.ended, weak.ended])).toEqual([1, 1])
    expect(open.output.stderr).toContain('E_OPEN_CONTROL')
    expect(weak.output.stderr).toContain('E_WEAK_TOKEN')
  })

  it('asks for the token where one is set, and blocks an address that guesses', async () => {
    const url = await start({ NET_ANOMALY_TOKEN: token }).url()
    const statusOf = async (authorization?: string) =>
      (await ask(`${url}/openapi.json`, { headers: authorization ? { authorization } : {} })).status
    expect(await statusOf()).toBe(401)
    expect(await statusOf(`Bearer ${token}`)).toBe(200)
    const guesses = []
    for (let count = 0; count < 11; count++) guesses.push(await statusOf('Bearer guess'))
    expect(guesses).toEqual([...Array.from({ length: 10 }, () => 401), 429])
  })

  it('ends at SIGTERM although a model is being trained, and keeps nothing of it', async () => {
    const server = start()
    const url = await server.url()
    const train = (path: string, body: object) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const trained = train('/train', { items }).catch(() => 'cut off') // Seconds.
    if (!name.startsWith('step-1')) {
      const lstm = { synthetic: true, algorithm: 'lstm', wait: false } // Over a minute.
      expect((await train('/api/train', lstm)).status).toBe(202)
    }
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect(await server.end('SIGTERM')).toBe(0)
    expect(await trained).toBe('cut off')
    for (const file of ['model.json', 'models']) {
      expect(existsSync(join(server.folder, file)), file).toBe(false)
    }
  })
})

/** Lets a server believe that this user started it, since tests run as root and as others. */
function userId(id: number): Record<string, string> {
  return { NODE_OPTIONS: `--import=data:text/javascript,process.getuid=()=>${id}` }
}

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Like `fetch`, which sends no Host but its own. */
function ask(
  url: string,
  options: { method?: string; headers: Record<string, string> },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, async (response) => {
      resolve({
        status: response.statusCode,
        headers: response.headers,
        body: await text(response),
      })
    })
    sent.on('error', reject).end()
  })
}
