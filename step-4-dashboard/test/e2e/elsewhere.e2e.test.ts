import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readWebFiles } from '../../src/pages/web-files.ts'
import type { TestDashboard } from '../open-test-dashboard.ts'
import { noBrowser, type OpenedBrowser, openBrowser } from './browser.ts'
import { makeDetection } from './detections.ts'
import { openRealDashboard, webFolder } from './open-real-dashboard.ts'

/** A place that serves the pages and nothing else, with a list of the servers that they may ask. */
interface Pages {
  readonly origin: string
  servers: readonly string[]
  close(): void
}

let browser: OpenedBrowser | undefined
let pages: Pages
let dashboard: TestDashboard | undefined
let page: Page
let troubles: string[]

beforeAll(async () => {
  browser = await openBrowser()
  pages = await servePages()
}, 30_000)
afterAll(async () => {
  pages.close()
  await browser?.close()
})
beforeEach(async ({ skip }) => {
  const opened = await browser?.newPage()
  if (!opened) return skip(noBrowser)
  page = opened.page
  troubles = opened.troubles
})
afterEach(async () => {
  await page?.close()
  await dashboard?.close()
  dashboard = undefined
})

const alert = /10\.1\.0\.1 tried/

describe('pages that are served elsewhere', { timeout: 60_000 }, () => {
  it('show what an allowed server has, as it comes, and stay with it', async () => {
    const { origin } = await openServer({ allowedOrigins: [pages.origin] })
    pages.servers = [origin]
    const socket = page.waitForEvent('websocket')
    await page.goto(`${pages.origin}/?apiBase=${origin}&socketUrl=${origin}`)
    expect((await socket).url()).toContain(origin.replace('http', 'ws'))
    await page.getByRole('heading', { name: /What is unusual/ }).waitFor()
    await detect()
    await page.getByRole('link', { name: alert }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.getByRole('row', { name: alert }).waitFor()
    await page.reload()
    await page.getByRole('row', { name: alert }).waitFor()
    expect(new URL(page.url()).origin).toBe(pages.origin)
    expect(troubles).toEqual([])
  })

  it('show the token in a header, and neither get nor need a cookie', async () => {
    const token = 'a-token-of-24-characters'
    const { origin } = await openServer({ allowedOrigins: [pages.origin], token })
    pages.servers = [origin]
    await page.goto(`${pages.origin}/alerts?view=alerts&apiBase=${origin}`)
    await page.getByLabel('Token').fill('not-the-right-token')
    await page.getByRole('button', { name: 'Open the dashboard' }).click()
    await page.getByText('E_WRONG_TOKEN').waitFor()
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Open the dashboard' }).click()
    await page.getByText('Nothing was found so far').waitFor()
    await detect()
    await page.getByRole('row', { name: alert }).waitFor()
    await page.getByText('Export', { exact: true }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: /^CSV/ }).click()
    expect((await download).suggestedFilename()).toBe('alerts.csv')
    expect(await page.context().cookies()).toEqual([])
    await page.goto(`${pages.origin}/settings?apiBase=${origin}`)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByLabel('Token').waitFor()
  })

  it('show nothing of a server that does not allow them', async () => {
    const { origin } = await openServer({ allowedOrigins: ['http://pages.example'] })
    pages.servers = [origin]
    await detect()
    await page.goto(`${pages.origin}/?apiBase=${origin}`)
    await page.getByText('Not connected').first().waitFor()
    expect(await page.getByText(alert).count()).toBe(0)
  })

  it('ask no server that is not in their list, and say so', async () => {
    const { origin } = await openServer({ allowedOrigins: [pages.origin] })
    pages.servers = ['http://sensor.example:8000']
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    page.on('websocket', (socket) => asked.push(socket.url()))
    await page.goto(`${pages.origin}/?apiBase=${origin}&socketUrl=${origin}`)
    await page.getByText('Another server was named and not asked').waitFor()
    await page.getByText('Not connected').first().waitFor()
    expect(asked.filter((url) => url.includes(new URL(origin).host))).toEqual([])
  })
})

async function openServer(config: Parameters<typeof openRealDashboard>[0]): Promise<TestDashboard> {
  dashboard = await openRealDashboard(config)
  return dashboard
}

async function detect(): Promise<void> {
  const writer = dashboard?.context.persistence.writer
  writer?.take([makeDetection(1)], 'run')
  await writer?.settled()
}

async function servePages(): Promise<Pages> {
  const files = readWebFiles(webFolder)
  const site = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://none')
    if (pathname === '/servers.json') {
      return response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ servers: opened.servers }))
    }
    const isFile = /\.\w+$/.test(pathname)
    const file = files.get(isFile ? pathname : '/index.html')
    if (!file || /^\/(?:api|socket\.io|health)/.test(pathname)) {
      return response.writeHead(404).end()
    }
    return response.setHeader('content-type', file.type).end(file.content)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => site.once('listening', resolve))
  const { port } = site.address() as AddressInfo
  const opened: Pages = {
    origin: `http://localhost:${port}`,
    servers: [],
    close: () => void site.close(),
  }
  return opened
}
