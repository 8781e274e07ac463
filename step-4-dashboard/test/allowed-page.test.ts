import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDashboard, type TestDashboard } from './open-test-dashboard.ts'
import { rawRequest, statusOf } from './raw-request.ts'

const page = 'http://pages.example:9000'
const token = 'a-token-of-24-characters'
const authorization = `Bearer ${token}`
const transports = ['websocket', 'polling'] as const

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await openTestDashboard({ token, allowedOrigins: [page] })
})
afterAll(() => dashboard.close())

/** What a browser sends with a request of a page that another server gave it. */
const from = (origin: string) => ({ origin, 'sec-fetch-site': 'cross-site' })
const preflight = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,content-type',
}

/** Everything that is near to the allowed one. */
const others = [
  'http://pages.example',
  'https://pages.example:9000',
  'http://pages.example:90001',
  'http://pages.example:9000.evil.example',
  'http://evil.pages.example:9000',
  'null',
  '*',
]

describe('a page of an allowed origin', () => {
  it.each(['/api/start', '/api/v1/start', '/health', '/socket.io/?EIO=4&transport=polling'])(
    'may send the token to %s in a header, which its browser asks for first',
    async (path) => {
      const response = await ask(path, { ...from(page), ...preflight }, 'OPTIONS')
      expect(response.status).toBe(204)
      const { headers } = response
      expect(headers.get('access-control-allow-origin')).toBe(page)
      expect(headers.get('access-control-allow-headers')).toContain('Authorization')
      expect(headers.get('access-control-allow-methods')).toMatch(/POST.*DELETE/)
      expect(headers.get('access-control-allow-credentials')).toBeNull()
      expect(headers.get('vary')).toMatch(/\bOrigin\b/)
    },
  )

  it('reads what is answered, refusals too, and no cache gives it to another page', async () => {
    const answers = [
      await ask('/api/status', { ...from(page), authorization }),
      await ask('/api/status', from(page)),
      await ask('/api/nothing', { ...from(page), authorization }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404])
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBe(page)
      expect(headers.get('vary')).toMatch(/\bOrigin\b/)
    }
  })

  it('changes what the token may change, and is sent no cookie', async () => {
    const headers = { ...from(page), authorization, 'content-type': 'application/json' }
    const response = await ask('/api/stop', headers, 'POST', '{}')
    expect(response.status).toBe(200)
    const session = await ask('/api/session', headers, 'POST', JSON.stringify({ token }))
    expect(session.status).toBe(204)
    expect(session.headers.get('set-cookie')).toBeNull()
  })

  it('is not let in by a cookie, wherever it is sent along', async () => {
    const cookie = await ownSession()
    expect((await ask('/api/status', { cookie })).status).toBe(200)
    for (const path of ['/api/status', '/api/events', '/socket.io/?EIO=4&transport=polling']) {
      expect((await ask(path, { ...from(page), cookie })).status, path).toBe(401)
    }
    const socket = open({ transports: ['websocket'], extraHeaders: { ...from(page), cookie } })
    await new Promise((resolve) => socket.once('connect_error', resolve))
    socket.disconnect()
  })

  it('reads the events', async () => {
    const controller = new AbortController()
    const headers = { ...from(page), authorization }
    const { signal } = controller
    const response = await fetch(`${dashboard.origin}/api/events`, { headers, signal })
    expect(response.headers.get('access-control-allow-origin')).toBe(page)
    const { value } = (await response.body?.getReader().read()) ?? {}
    expect(new TextDecoder().decode(value)).toContain('event: status')
    controller.abort()
  })

  it.each(transports)('opens a socket over %s', async (transport) => {
    const extraHeaders = { ...from(page), authorization }
    const socket = open({ transports: [transport], extraHeaders })
    await new Promise((resolve) => socket.once('status', resolve))
    socket.disconnect()
  })

  it('may read the answers of its socket’s requests', async () => {
    const headers = { ...from(page), authorization }
    const response = await ask('/socket.io/?EIO=4&transport=polling', headers)
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe(page)
  })

  it('has to name this server as its users do, and to say what a body is', async () => {
    const host = [`Host: evil.example:${dashboard.port}`, `Origin: ${page}`, 'Connection: close']
    expect(statusOf(await rawRequest(dashboard.port, ['GET /health HTTP/1.1', ...host]))).toBe(403)
    const asked = ['OPTIONS /health HTTP/1.1', 'Access-Control-Request-Method: GET', ...host]
    expect(statusOf(await rawRequest(dashboard.port, asked))).toBe(403)
    const headers = { ...from(page), authorization, 'content-type': 'text/plain' }
    expect((await ask('/api/stop', headers, 'POST', '{}')).status).toBe(403)
  })
})

describe.each(others)('a page of %s beside it', (origin) => {
  it('gets nothing, with the token or a cookie', async () => {
    const cookie = await ownSession()
    for (const [method, path] of [
      ['OPTIONS', '/api/start'],
      ['OPTIONS', '/socket.io/?EIO=4&transport=polling'],
      ['GET', '/api/status'],
      ['GET', '/api/events'],
      ['GET', '/socket.io/?EIO=4&transport=polling'],
      ['POST', '/api/stop'],
    ] as const) {
      const headers = { ...from(origin), ...preflight, authorization, cookie }
      const response = await ask(path, headers, method)
      expect(response.status, path).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it.each(transports)('opens no socket over %s', async (transport) => {
    const extraHeaders = { ...from(origin), authorization }
    const socket = open({ transports: [transport], extraHeaders })
    await new Promise((resolve) => socket.once('connect_error', resolve))
    expect(socket.connected).toBe(false)
    socket.disconnect()
  })
})

interface Answer extends Pick<Response, 'status' | 'headers'> {}

async function ask(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body: string | null = null,
): Promise<Answer> {
  const response = await fetch(dashboard.origin + path, { method, headers, body })
  await response.body?.cancel()
  return response
}

function open(options: Parameters<typeof io>[1] & object): Socket {
  return io(dashboard.origin, { ...options, reconnection: false, forceNew: true })
}

async function ownSession(): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const answer = await ask('/api/session', headers, 'POST', JSON.stringify({ token }))
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}
