import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startProcess, waysToStart } from '../../../scripts/test/started-server.ts'
import { noBrowser, type OpenedBrowser, openBrowser, reboundName } from './browser.ts'
import { scanCapture } from './scan-capture.ts'

let browser: OpenedBrowser | undefined
let closing = new AsyncDisposableStack()

beforeAll(async () => {
  browser = await openBrowser()
}, 30_000)
afterAll(() => browser?.close())
beforeEach(({ skip }) => {
  if (!browser) skip(noBrowser)
})
afterEach(async () => {
  await closing.disposeAsync()
  closing = new AsyncDisposableStack()
})

describe.each(waysToStart)('a page of another site, before $name', { timeout: 60_000 }, (way) => {
  const captures = !way.name.startsWith('step-1')

  it('starts, stops, trains, stores and reads nothing', async () => {
    const server = await openServer(way.args)
    if (captures) await send(server, '/api/start', office)
    const before = captures ? await get(server, '/api/status') : {}
    const page = await openForeignPage()
    expect(await page.evaluate(attacksOn(server))).toEqual({ read: [], opened: [] })
    expect(await get(server, '/health')).toMatchObject({ model_loaded: false })
    if (!captures) return
    const { run_id } = before
    expect(await get(server, '/api/status')).toMatchObject({ state: 'running', run_id })
    expect(await get(server, '/api/files')).toMatchObject({ count: 0 })
  })

  it('gets no answer under a name of its own that leads here', async () => {
    const { port } = new URL(await openServer(way.args))
    const page = await newPage()
    await page.goto(`http://${reboundName}:${port}/health`)
    expect(await page.textContent('body')).toContain('E_FOREIGN_HOST')
  })
})

/** It goes on for minutes, so that it can be stopped. */
const office = { source: { kind: 'simulate', scenario: 'office', speed: 1 } }

async function openServer(args: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'foreign-page-'))
  closing.defer(() => rm(folder, { recursive: true }))
  const server = startProcess(args, { DATA_DIR: folder })
  closing.defer(async () => {
    await server.end()
  })
  return server.url()
}

async function openForeignPage(): Promise<Page> {
  const site = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>News</title>')
  }).listen(0, '127.0.0.1')
  closing.defer(() => void site.close())
  await new Promise((resolve) => site.once('listening', resolve))
  const page = await newPage()
  await page.goto(`http://${reboundName}:${(site.address() as AddressInfo).port}`)
  return page
}

async function newPage(): Promise<Page> {
  const opened = await browser?.newPage()
  if (!opened) throw new Error(noBrowser)
  closing.defer(() => opened.page.close())
  return opened.page
}

async function get(server: string, path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(server + path)).json()) as Record<string, unknown>
}

async function send(server: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(server + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
}

/** Everything that a page may try without asking, and what asks first; run inside of the page. */
function attacksOn(server: string): string {
  const items = Array.from({ length: 20 }, (_, index) => ({ size: 60 + index, proto: 6 }))
  return `(async () => {
    const server = ${JSON.stringify(server)}
    const items = ${JSON.stringify(JSON.stringify({ items }))}
    const capture = Uint8Array.from(atob('${scanCapture().toString('base64')}'), (c) => c.charCodeAt(0))
    const form = new FormData()
    form.append('file', new File([capture], 'a.pcap'))
    const silent = (path, body) =>
      fetch(server + path, { method: 'POST', mode: 'no-cors', credentials: 'include', body })
    const headers = { 'content-type': 'application/json' }
    await Promise.allSettled([
      silent('/api/upload', form),
      silent('/api/stop'),
      silent('/api/start'),
      silent('/api/start', '{"source":{"kind":"simulate","scenario":"office"}}'),
      silent('/train', items),
      fetch(server + '/train', { method: 'POST', headers, body: items }),
    ])
    const read = []
    for (const path of ['/health', '/api/status', '/openapi.json']) {
      await fetch(server + path).then(() => read.push(path), () => {})
    }
    const opened = []
    const ended = (target, name) =>
      new Promise((resolve) => {
        target.onopen = () => resolve(opened.push(name))
        target.onerror = resolve
      })
    const socket = server.replace('http', 'ws') + '/socket.io/?EIO=4&transport=websocket'
    await ended(new EventSource(server + '/api/events'), 'events')
    await ended(new WebSocket(socket), 'socket')
    return { read, opened }
  })()`
}
