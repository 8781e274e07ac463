import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** The name of another site, which leads to this machine: DNS rebinding. */
export const reboundName = 'news.example'
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=MAP ${reboundName} 127.0.0.1`,
]

export const noBrowser = 'no Chromium or Chrome is installed, which the pages are looked at with'

export interface OpenedBrowser {
  /** A new page, and everything that went wrong on it. */
  newPage(): Promise<{ page: Page; troubles: string[] }>
  close(): Promise<void>
}

/** The system's own browser with an empty profile; undefined where there is none. */
export async function openBrowser(
  options: { readonly hasTouch?: true } = {},
): Promise<OpenedBrowser | undefined> {
  const executablePath = findBrowser()
  if (!executablePath) return undefined
  const profile = await mkdtemp(join(tmpdir(), 'browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: flags,
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  return {
    newPage: () => newPage(context),
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return paths.find((path) => existsSync(path))
}

/** Notes how far parts of the page move that were shown already (https://web.dev/articles/cls). */
const watchShifts = `
  window.layoutShifts = []
  window.shiftObserver = new PerformanceObserver((list) => layoutShifts.push(...list.getEntries()))
  shiftObserver.observe({ type: 'layout-shift', buffered: true })`

/** Errors of scripts, refusals of the security policy and dialogs are troubles. */
async function newPage(context: BrowserContext): Promise<{ page: Page; troubles: string[] }> {
  const page = await context.newPage()
  await page.addInitScript(watchShifts)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    const isNetwork = message.text().includes('net::ERR_') || message.text().includes('WebSocket')
    if (message.type() !== 'error' || isNetwork) return
    troubles.push(`${message.text()} at ${new URL(message.location().url, 'http://none').pathname}`)
  })
  return { page, troubles }
}
