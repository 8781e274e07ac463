import { io } from 'socket.io-client'
import { bearerProof, TokenGate } from 'step-3-persistence'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDashboard, type TestDashboard } from '../test/open-test-dashboard.ts'
import { openSession, sessionProof } from './session.ts'

const token = 'a-token-of-24-characters'
let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await openTestDashboard({ token })
})
afterAll(() => dashboard.close())

describe('a server with a token', () => {
  it.each([
    '/health',
    '/api/status',
    '/api/alerts',
    '/api/events',
    '/docs',
    '/openapi.json',
    '/metrics',
    '/socket.io/?EIO=4&transport=polling',
  ])('asks for it at %s', async (path) => {
    expect((await get(path)).status).toBe(401)
    expect((await get(path, { authorization: 'Bearer wrong-wrong-wrong' })).status).toBe(401)
  })

  it('answers who shows it', async () => {
    const authorization = `Bearer ${token}`
    expect((await get('/api/status', { authorization })).status).toBe(200)
  })

  it('shows the pages without one, since they hold no data', async () => {
    for (const path of ['/alerts', '/assets/app-1.js']) expect((await get(path)).status).toBe(200)
    expect((await get('/', { accept: 'text/html' })).status).toBe(200)
  })

  it('does not open its JSON at / to who has none', async () => {
    expect((await get('/')).status).toBe(401)
  })

  it('gives a browser a session for it, which also opens the socket', async () => {
    const cookie = await logIn()
    expect((await get('/api/status', { cookie })).status).toBe(200)
    const socket = io(dashboard.origin, {
      transports: ['websocket'],
      extraHeaders: { cookie },
      forceNew: true,
    })
    await new Promise((resolve) => socket.once('status', resolve))
    socket.disconnect()
  })

  it('gives none for a wrong one, and at last does not listen any more', async () => {
    const statuses = []
    for (let count = 0; count < 20; count++) statuses.push((await post('wrong')).status)
    expect(statuses.at(0)).toBe(401)
    expect(statuses.at(-1)).toBe(429)
  })
})

describe('a session', () => {
  it('is a cookie that does not show the token', () => {
    const gate = new TokenGate([bearerProof(token), sessionProof(token)], () => 0)
    const ask = (cookie: string) =>
      gate.refusal({ authorization: undefined, cookie }, '192.0.2.1')?.code
    const cookie = openSession(gate, token, '192.0.2.1')
    expect(cookie).toContain('HttpOnly; SameSite=Strict')
    expect(cookie).not.toContain(token)
    expect(ask(`theme=dark; ${cookie.split(';')[0]}`)).toBeUndefined()
    expect(ask('theme=dark')).toBe('E_NO_TOKEN')
    expect(ask(`net_anomaly=${token}`)).toBe('E_WRONG_TOKEN')
    expect(() => openSession(gate, 'wrong', '192.0.2.2')).toThrow(/not the right one/)
  })
})

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(dashboard.origin + path, { headers })
  await response.body?.cancel()
  return response
}

function post(given: string): Promise<Response> {
  return fetch(`${dashboard.origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: given }),
  })
}

async function logIn(): Promise<string> {
  const response = await post(token)
  expect(response.status).toBe(204)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
