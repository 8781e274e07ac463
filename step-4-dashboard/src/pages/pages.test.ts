import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDashboard, type TestDashboard } from '../../test/open-test-dashboard.ts'
import { rawRequest, statusOf } from '../../test/raw-request.ts'

let dashboard: TestDashboard
beforeAll(async () => {
  dashboard = await openTestDashboard()
})
afterAll(() => dashboard.close())

const html = { accept: 'text/html,application/xhtml+xml' }
const page = '<title>The page</title>'

describe('the pages', () => {
  it('are what a browser gets at /, and JSON is what a program gets', async () => {
    const shown = await get('/', html)
    expect(await shown.text()).toContain(page)
    expect(shown.headers.get('vary')).toContain('accept')
    const told = await get('/')
    expect(await told.json()).toMatchObject({ name: 'Net Anomaly', step: 4 })
    expect(told.headers.get('vary')).toContain('accept')
  })

  it.each([
    '/alerts',
    '/alerts/',
    '/alerts/0123456789abcdef01234567',
    '/incidents/0123456789abcdef01234567',
    '/alerts?status=all',
    '/hosts',
    '/hosts/10.0.0.5',
    '/hosts/2001:db8::1',
    '/flows',
    '/hunt',
    '/models',
    '/suppressions',
    '/settings',
    '/index.html?status=all',
  ])('answer at %s, so that a link survives a reload', async (path) => {
    expect(await (await get(path)).text()).toContain(page)
  })

  it('share /health: HTML where Accept names it, JSON to all else', async () => {
    expect(await (await get('/health', html)).text()).toContain(page)
    expect(await (await get('/health')).json()).toMatchObject({ status: 'ok' })
    expect(await (await get('/health', { accept: '*/*' })).json()).toMatchObject({ status: 'ok' })
  })

  it('take over the address of the hunting page that other tools link to', async () => {
    const answer = await fetch(`${dashboard.origin}/threat_hunting.html?q=10.0.0.5`, {
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/hunt?q=10.0.0.5'])
  })

  it.each(['/nothing', '/alerts/x/y'])(
    'say at %s that there is no such page, to a browser and with the status of it',
    async (path) => {
      const shown = await get(path, html)
      expect([shown.status, await shown.text()]).toEqual([404, expect.stringContaining(page)])
      const told = await get(path)
      expect(await told.json()).toMatchObject({ error: { code: 'E_NOT_FOUND' } })
    },
  )

  it('leave the compressing of the API’s replies to who can read it', async () => {
    const answer = await get('/openapi.json', { 'accept-encoding': 'gzip' })
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(await answer.json()).toHaveProperty('paths')
    const plain = await get('/openapi.json', { 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
  })

  it.each(['/alerts/../api', '/api/nothing', '/assets', '/nothing.php', '/health/nothing'])(
    'are not at %s',
    async (path) => {
      const answer = await get(path, html)
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ error: { code: 'E_NOT_FOUND' } })
    },
  )

  it.each([
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/%2e%2e/secret.txt',
    '//secret.txt',
    '/assets/app-1.js%00.txt',
    '/secret.txt',
  ])('lead to nothing outside of their folder: %s', async (path) => {
    const host = `Host: localhost:${dashboard.port}`
    const answer = await rawRequest(dashboard.port, [
      `GET ${path} HTTP/1.1`,
      host,
      'Connection: close',
    ])
    expect(statusOf(answer)).toBe(404)
    expect(answer).not.toContain('outside of the pages')
  })

  it('come with files that never change under their name, compressed for who can read it', async () => {
    const file = await get('/assets/app-1.js', { 'accept-encoding': 'gzip' })
    expect(file.headers.get('cache-control')).toContain('immutable')
    expect(file.headers.get('content-type')).toContain('text/javascript')
    expect(file.headers.get('content-encoding')).toBe('gzip')
    expect(await file.text()).toContain('xxxx')
    const plain = await get('/assets/app-1.js', { 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
  })

  it('are read and never written', async () => {
    const { status } = await fetch(`${dashboard.origin}/alerts`, { method: 'POST' })
    expect(status).toBe(404)
  })
})

describe('pages that were not built', () => {
  it('say how to build them, and the API answers', async () => {
    const webFolder = await mkdtemp(join(tmpdir(), 'no-pages-'))
    const other = await openTestDashboard({ webFolder })
    const shown = await fetch(other.origin, { headers: html })
    expect(shown.status).toBe(503)
    expect(await shown.text()).toContain('npm start')
    expect((await fetch(`${other.origin}/health`)).status).toBe(200)
    await other.close()
    await rm(webFolder, { recursive: true })
  })
})

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(dashboard.origin + path, { headers })
}
