import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestDashboard, type TestDashboard } from '../../test/open-test-dashboard.ts'
import { logInNotes } from './log-in-notes.ts'
import { SessionGate, sessionSeconds } from './session-gate.ts'

const token = 'a-token-of-24-characters'
let dashboard: TestDashboard
let asked: TestDashboard
beforeAll(async () => {
  dashboard = await openTestDashboard({ token })
  asked = dashboard
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

describe('an address behind which others are', () => {
  const right = { authorization: `Bearer ${token}` }
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const guess = async (times: number, headers: Record<string, string> = {}) => {
    const wrong = { authorization: 'Bearer wrong-wrong-wrong', ...headers }
    for (let count = 0; count < times; count++) await get('/api/status', wrong)
  }
  let own: TestDashboard
  afterEach(() => own.close())
  const reopen = async (changes = {}) => {
    own = await openTestDashboard({ token, ...changes })
    asked = own
  }

  it('is not locked out by an old cookie', async () => {
    await reopen()
    const cookie = `net_anomaly=${'0'.repeat(64)}`
    for (let count = 0; count < 20; count++) {
      expect((await get('/api/status', { cookie })).status).toBe(401)
    }
    expect((await get('/api/status', right)).status).toBe(200)
  })

  it('keeps its sessions while someone guesses', async () => {
    await reopen()
    const cookie = await logIn()
    await guess(20)
    expect((await get('/api/status', right)).status).toBe(429)
    expect((await get('/api/status', { cookie })).status).toBe(200)
  })

  it('is each client of a proxy that was named', async () => {
    await reopen({ proxies: ['127.0.0.1'] })
    await guess(20, from('203.0.113.66'))
    expect((await get('/api/status', { ...right, ...from('203.0.113.66') })).status).toBe(429)
    expect((await get('/api/status', { ...right, ...from('203.0.113.9') })).status).toBe(200)
    const headers = { ...from('203.0.113.9'), 'x-forwarded-proto': 'https' }
    expect((await post(token, headers)).headers.get('set-cookie')).toMatch(/; Secure$/)
  })

  it('is what connects where no proxy was named, whatever it says', async () => {
    await reopen()
    await guess(20, from('203.0.113.66'))
    expect((await get('/api/status', { ...right, ...from('203.0.113.9') })).status).toBe(429)
    const { headers } = await post(token, { 'x-forwarded-proto': 'https' })
    expect(headers.get('set-cookie') ?? '').not.toContain('Secure')
  })

  it('logs out one session and no other, and the browser forgets it', async () => {
    await reopen()
    const [cookie, other] = [await logIn(), await logIn()]
    const out = await fetch(`${own.origin}/api/session`, { method: 'DELETE', headers: { cookie } })
    expect(out.status).toBe(204)
    expect(out.headers.get('set-cookie')).toMatch(/^net_anomaly=;.* Max-Age=0$/)
    expect((await get('/api/status', { cookie })).status).toBe(401)
    expect((await get('/api/status', { cookie: other })).status).toBe(200)
  })
})

describe('a session', () => {
  it('is a cookie that does not show the token, and ends after a month', () => {
    const clock = { ms: 0 }
    const gate = new SessionGate(token, () => clock.ms)
    const ask = (cookie: string) =>
      gate.refusal({ authorization: undefined, cookie }, '192.0.2.1')?.code
    const session = gate.open(token, '192.0.2.1')
    expect(session).not.toContain(token)
    expect(ask(`theme=dark; net_anomaly=${session}`)).toBeUndefined()
    expect(ask('theme=dark')).toBe('E_NO_TOKEN')
    expect(ask(`net_anomaly=${token}`)).toBe('E_NO_TOKEN')
    expect(ask(`net_anomaly=${session.replace(/\.\d+\./, '.99999999999.')}`)).toBe('E_NO_TOKEN')
    expect(() => gate.open('wrong', '192.0.2.2')).toThrow(/not the right one/)
    clock.ms = sessionSeconds * 1000 - 1
    expect(ask(`net_anomaly=${session}`)).toBeUndefined()
    clock.ms += 1
    expect(ask(`net_anomaly=${session}`)).toBe('E_NO_TOKEN')
  })

  it('outlives the server, but not the token', () => {
    const session = new SessionGate(token, () => 0).open(token, '')
    const ask = (gate: SessionGate) =>
      gate.refusal({ authorization: undefined, cookie: `net_anomaly=${session}` }, '')?.code
    expect(ask(new SessionGate(token, () => 0))).toBeUndefined()
    expect(ask(new SessionGate('another-token-of-24-chars', () => 0))).toBe('E_NO_TOKEN')
  })

  it('is opened by the printed code once, within a quarter of an hour', () => {
    const clock = { ms: 0 }
    const open = () => new SessionGate(token, () => clock.ms)
    const gate = open()
    const code = gate.code ?? ''
    expect(code).toMatch(/^[0-9a-f]{32}$/)
    expect(gate.open(code, '')).toContain('.')
    expect(() => gate.open(code, '')).toThrow(/not the right one/)
    const late = open()
    clock.ms = 15 * 60_000
    expect(() => late.open(late.code ?? '', '')).toThrow(/not the right one/)
    expect(new SessionGate(undefined, () => 0).code).toBeUndefined()
  })

  it('is offered in the terminal as a link, where a token is set', () => {
    const gate = new SessionGate(token, () => 0)
    const [line = ''] = logInNotes(gate, 'http://localhost:8151', '0.0.0.0')
    expect(line).toContain(`http://localhost:8151/#log-in=${gate.code}`)
    expect(logInNotes(new SessionGate(undefined, () => 0), 'http://localhost:8151', '')).toEqual([])
  })
})

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(asked.origin + path, { headers })
  await response.body?.cancel()
  return response
}

function post(given: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${asked.origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token: given }),
  })
}

async function logIn(): Promise<string> {
  const response = await post(token)
  expect(response.status).toBe(204)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
