import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDashboard, type TestDashboard } from './open-test-dashboard.ts'
import { rawRequest, statusOf } from './raw-request.ts'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await openTestDashboard()
})
afterAll(() => dashboard.close())

/** Everything that answers: API, docs, a page, a file of the pages, events, sockets. */
const paths = [
  '/health',
  '/api/status',
  '/api/alerts',
  '/docs',
  '/openapi.json',
  '/',
  '/alerts',
  '/assets/app-1.js',
  '/api/events',
  '/api/v1/events',
  '/socket.io/?EIO=4&transport=polling',
]

describe('the Host header', () => {
  it.each(paths)('must be a name of this server, at %s', async (path) => {
    for (const host of foreignHosts(dashboard.port)) {
      const answer = await get(path, [`Host: ${host}`])
      expect(statusOf(answer), host).toBe(403)
      expect(answer, host).toContain('E_FOREIGN_HOST')
    }
  })

  it.each(paths)('must be there, at %s', async (path) => {
    const answer = await get(path, [])
    expect(statusOf(answer)).toBe(403)
    expect(answer).toContain('E_FOREIGN_HOST')
  })

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('may be %s', async (name) => {
    const answer = await get('/health', [`Host: ${name}:${dashboard.port}`])
    expect(statusOf(answer)).toBe(200)
  })
})

describe('a request of another site', () => {
  const json = { 'content-type': 'application/json' }
  const start = '{"source":{"kind":"simulate","scenario":"office"}}'

  it.each([
    ['with its Origin', { origin: 'http://evil.example', ...json }],
    ['from another port of this machine', { origin: 'http://localhost:1', ...json }],
    ['of a name that only begins like ours', { origin: 'http://localhost.evil', ...json }],
    ['without an origin of its own', { origin: 'null', ...json }],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site', ...json }],
    ['that the browser calls same-site', { 'sec-fetch-site': 'same-site', ...json }],
    ['disguised as text', { 'content-type': 'text/plain' }],
  ])('starts nothing: %s', async (_, headers) => {
    for (const prefix of ['/api', '/api/v1']) {
      const response = await post(`${prefix}/start`, start, headers)
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ error: { code: 'E_FOREIGN_ORIGIN' } })
    }
    expect(dashboard.context.monitor.status().run_id).toBeNull()
  })

  it('may not read the events, although reading changes nothing', async () => {
    for (const headers of [{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      for (const path of ['/api/events', '/api/v1/events', '/api/events/']) {
        const response = await fetch(dashboard.origin + path, { headers })
        expect(response.status).toBe(403)
        await response.text()
      }
    }
  })

  it('gets no leave to read anything, whatever it asks for', async () => {
    for (const origin of ['http://evil.example', 'null', 'http://localhost.evil']) {
      for (const [method, path] of [
        ['OPTIONS', '/api/start'],
        ['GET', '/api/status'],
        ['GET', '/socket.io/?EIO=4&transport=polling'],
      ] as const) {
        const headers = { origin, 'access-control-request-method': 'POST' }
        const response = await fetch(dashboard.origin + path, { method, headers })
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
        await response.text()
      }
    }
  })

  it('may lead a user here', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await fetch(`${dashboard.origin}/alerts`, { headers })).status).toBe(200)
  })
})

describe('a request of this side', () => {
  it.each([
    ['of the page itself', (origin: string) => ({ origin, 'sec-fetch-site': 'same-origin' })],
    ['of a program such as curl', () => ({})],
    ['typed into the address bar', () => ({ 'sec-fetch-site': 'none' })],
  ])('passes: %s', async (_, headersOf) => {
    const headers = { 'content-type': 'application/json', ...headersOf(dashboard.origin) }
    expect((await post('/api/stop', '{}', headers)).status).toBe(200)
  })
})

function foreignHosts(port: number): string[] {
  return [`evil.example:${port}`, `127.0.0.1.evil.example:${port}`, 'localhost', 'localhost:1', '']
}

function get(path: string, headers: readonly string[]): Promise<string> {
  const head = [`GET ${path} HTTP/1.1`, ...headers, 'Accept: text/html', 'Connection: close']
  return rawRequest(dashboard.port, head)
}

function post(path: string, body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(dashboard.origin + path, { method: 'POST', body, headers })
}
