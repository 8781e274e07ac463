import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('net-anomaly.ts', import.meta.url))

describe('net-anomaly get and post', () => {
  let folder: string
  let server: Server
  let port: number
  let asked: { method: string; type: string; token: string; body: string }[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ask-'))
    asked = []
    server = createServer(async (request, response) => {
      const { method = '', url, headers } = request
      let body = ''
      for await (const chunk of request) body += chunk
      const { authorization: token = '', 'content-type': type = '' } = headers
      asked.push({ method, type, token, body })
      if (url === '/refused') response.statusCode = 422
      const state = asked.length < 3 ? 'running' : 'done'
      if (url === '/failed') {
        const error = { code: 'E_ENGINE_FAILED', message: 'it broke down', fix: 'Start again.' }
        response.end(JSON.stringify({ state: 'failed', error }))
        return
      }
      const late = asked.length < 3 ? [] : ['x']
      response.end(
        JSON.stringify({ late, state, alerts: [{ title: 'a scan' }], error: { code: 'E' } }),
      )
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  afterEach(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })

  async function run(...args: string[]) {
    const env = { ...process.env, PORT: String(port), NET_ANOMALY_TOKEN: 'a-token-of-16-chars' }
    const child = spawn(process.execPath, [program, ...args], { env })
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text
      })
    }
    const [exitCode] = await once(child, 'close')
    return { exitCode, ...output }
  }

  it('show an answer as readable JSON, with the token and the port of the server', async () => {
    const { stdout, exitCode } = await run('get', '/api/status')
    expect(stdout).toContain('\n  "state": "running",\n')
    expect(exitCode).toBe(0)
    expect(asked).toMatchObject([{ method: 'GET', token: 'Bearer a-token-of-16-chars' }])
  })

  it('show one field as its value alone, and several by name', async () => {
    expect((await run('get', '/', 'alerts.0.title')).stdout).toBe('a scan\n')
    const { stdout } = await run('get', '/', 'state', 'alerts.0')
    expect(stdout).toBe('state: running\nalerts.0: {"title":"a scan"}\n')
  })

  it('name the fields that there are when one is not', async () => {
    const { stderr, exitCode } = await run('get', '/', 'alerts.0.name')
    expect(stderr).toContain('the answer has no alerts.0.name')
    expect(stderr).toContain('There are: title')
    expect(exitCode).toBe(2)
  })

  it('ask again until a field has the value', async () => {
    expect((await run('get', '/', 'state', '--until', 'done')).stdout).toBe('done\n')
    expect(asked).toHaveLength(3)
  })

  it('stop waiting when what they wait for has failed, and say why', async () => {
    const { stderr, exitCode } = await run('get', '/failed', 'state', '--until', 'done')
    expect(stderr).toContain('state is failed and stays so: E_ENGINE_FAILED: it broke down')
    expect(stderr).toContain('Start again.')
    expect(asked).toHaveLength(1)
    expect(exitCode).toBe(1)
  })

  it('wait for a field that is not there yet', async () => {
    expect((await run('get', '/', 'late.0', '--until', 'x')).stdout).toBe('x\n')
  })

  it('send a body in the quotes of any shell, as JSON', async () => {
    await run('post', '/api/start', '{source: {kind: simulate, seed: 2}}')
    await run('post', '/api/config', '{"low": 0.6}', '--method', 'PUT')
    expect(asked).toMatchObject([
      { method: 'POST', type: 'application/json', body: '{"source":{"kind":"simulate","seed":2}}' },
      { method: 'PUT', type: 'application/json', body: '{"low":0.6}' },
    ])
  })

  it('send a JSON file as it is, and any other as an upload', async () => {
    const [items, capture] = [join(folder, 'items.json'), join(folder, 'a.pcap')]
    await writeFile(items, '{ "items": [] }')
    await writeFile(capture, 'bytes')
    await run('post', '/train', `@${items}`)
    await run('post', '/api/upload', `@${capture}`)
    expect(asked[0]).toMatchObject({ body: await readFile(items, 'utf8') })
    expect(asked[1]?.type).toMatch(/^multipart\/form-data/)
    expect(asked[1]?.body).toContain('filename="a.pcap"')
    expect(asked[1]?.body).toContain('bytes')
  })

  it('fail with the whole refusal of the server', async () => {
    const { stdout, exitCode } = await run('get', '/refused', 'state')
    expect(stdout).toContain('"code": "E"')
    expect(exitCode).toBe(1)
  })

  it('say how to start a server when none is there', async () => {
    server.close()
    const { stderr, exitCode } = await run('get', '/')
    expect(stderr).toMatch(/^E_NO_SERVER: nothing answers at http:\/\/localhost:\d+\n/)
    expect(exitCode).toBe(1)
  })

  it.each([
    [['post', '/', '{'], 'the body cannot be read'],
    [['post', '/', '@missing.json'], 'missing.json cannot be read'],
    [['post', '/', '{}', '--method', 'GET'], '--method GET is none of'],
    [['get', '/', '--until', 'done'], '--until needs one field'],
  ])('refuse %j', async (args, message) => {
    const { stderr, exitCode } = await run(...args)
    expect(stderr).toContain(message)
    expect(exitCode).toBe(2)
  })
})
