import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
} from 'vitest'
import type { DashboardConfig } from '../../src/index.ts'
import type { TestDashboard } from '../open-test-dashboard.ts'
import { noBrowser, type OpenedBrowser, openBrowser } from './browser.ts'
import { makeDetection } from './detections.ts'
import { lookAs } from './layout.ts'
import { accessibilityProblems, shoot } from './look.ts'
import { openRealDashboard } from './open-real-dashboard.ts'
import { scanCapture } from './scan-capture.ts'

let browser: OpenedBrowser | undefined
let dashboard: TestDashboard
let page: Page
let troubles: string[]

beforeAll(async () => {
  browser = await openBrowser()
}, 30_000)
afterAll(() => browser?.close())
beforeEach(({ skip }) => {
  if (!browser) skip(noBrowser)
})
afterEach(async () => {
  await page?.close()
  await dashboard?.close()
})

async function open(path: string, config: Partial<DashboardConfig> = {}): Promise<void> {
  dashboard = await openRealDashboard(config)
  const opened = await browser?.newPage()
  if (!opened) throw new Error(noBrowser)
  page = opened.page
  troubles = opened.troubles
  await page.goto(dashboard.origin + path)
}

/** Detections as if the engine had made them; they are stored and pushed like any other. */
async function detect(...detections: ReturnType<typeof makeDetection>[]): Promise<void> {
  const { writer } = dashboard.context.persistence
  writer.take(detections, 'run')
  await writer.settled()
}

describe('the inbox', { timeout: 30_000 }, () => {
  it('keeps few rows in the page however many alerts there are, and reaches the last', async () => {
    await open('/')
    await detect(...Array.from({ length: 2_000 }, (_, index) => makeDetection(index)))
    await page.goto(`${dashboard.origin}/alerts?view=alerts`)
    await page.getByText('2,000 of 2,000').waitFor()
    const rows = page.locator('[role=row]')
    await rows.nth(5).waitFor()
    expect(await rows.count()).toBeLessThanOrEqual(60)
    await expect
      .poll(
        async () => {
          await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)')
          return page.locator('[data-row-link]', { hasText: '10.1.0.0 tried' }).count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
    expect(await rows.count()).toBeLessThanOrEqual(60)
  })

  it('never moves its rows for what comes, but offers it', async () => {
    await open('/')
    await detect(makeDetection(1), makeDetection(2))
    await page.goto(`${dashboard.origin}/alerts?view=alerts`)
    await page.getByRole('row', { name: /10\.1\.0\.2 tried/ }).waitFor()
    const before = await titles()
    await detect(makeDetection(3), makeDetection(2, { detection_id: 'again' }))
    const offer = page.getByRole('button', { name: '1 new' })
    await offer.waitFor()
    expect(await titles()).toEqual(before)
    expect(await page.getByRole('row', { name: /10\.1\.0\.2/ }).textContent()).toContain('2')
    expect(await accessibilityProblems(page)).toEqual([])
    await offer.click()
    await expect.poll(titles).toEqual(['10.1.0.3', '10.1.0.2', '10.1.0.1'])
  })

  function titles(): Promise<string[]> {
    return page
      .locator('[data-row-link]')
      .evaluateAll((links) => links.map((link) => String(link.textContent).split(' ')[0] ?? ''))
  }
})

describe('text from strangers', { timeout: 30_000 }, () => {
  const markup = '<img src=x onerror=alert(1)></script><script>alert(2)</script>'
  const backwards = 'gpj.\u202eexe'

  it('stays text on every page', async () => {
    await open('/')
    await detect(
      makeDetection(7, {
        title: `${markup} asked for ${backwards}`,
        source: markup,
        target: `javascript:alert(3)`,
        target_group: markup,
        recommendation: markup,
        technique: { id: markup, name: markup, tactic: markup },
        reasons: [{ feature: markup, actual: markup, typical: markup, unit: markup }],
        capture: { source: 'pcap', name: `${markup}.pcap` },
        model_version: markup,
      }),
    )
    const link = page.getByRole('link', { name: markup })
    await link.waitFor()
    expect(await link.textContent()).toContain('gpj.\\u202eexe')
    await page.goto(`${dashboard.origin}/alerts`)
    await page
      .getByRole('row', { name: markup })
      .getByRole('button', { name: markup })
      .first()
      .click()
    await page.getByRole('link', { name: markup }).click()
    await page.getByRole('heading', { level: 1, name: markup }).waitFor()
    expect(await page.locator('img[src=x]').count()).toBe(0)
    expect(troubles).toEqual([])
  })
})

describe('a server that goes away', { timeout: 60_000 }, () => {
  it('leaves the data on the screen, says how old it is, and is found again', async () => {
    await open('/')
    const { port } = dashboard
    await dashboard.context.monitor.start({ kind: 'simulate', name: 'vertical_port_scan', seed: 3 })
    await page.getByText('Finished').waitFor()
    const packets = page.getByText('Packets', { exact: true }).locator('xpath=..')
    await expect.poll(() => packets.first().textContent()).toMatch(/[1-9],\d{3}/)
    await dashboard.close()
    await page.getByText(/last update \d+ s ago/).waitFor()
    expect(await packets.first().textContent()).toMatch(/[1-9],\d{3}/)
    await lookAs(page, 'disconnected')
    expect(await accessibilityProblems(page)).toEqual([])
    dashboard = await openRealDashboard({ port })
    await page.getByText('Not connected').waitFor({ state: 'detached', timeout: 20_000 })
    await page.getByRole('heading', { name: /What is unusual/ }).waitFor()
  })
})

describe('a server whose flow store does not open', { timeout: 60_000 }, () => {
  it('shows the flows of the run, and says that only they are kept', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'no-flow-store-'))
    onTestFinished(() => rm(dataFolder, { recursive: true }))
    // DuckDB without a binary for this machine ends in the same way: nothing is kept, with a reason.
    await writeFile(join(dataFolder, 'flows'), 'a file where the folder should be')
    await open('/flows', { dataFolder })
    await dashboard.context.monitor.start({ kind: 'simulate', name: 'vertical_port_scan', seed: 3 })
    await page.getByText('Finished').waitFor()
    await page.reload()
    await page.getByText(/are kept of the run vertical_port_scan: those open/).waitFor()
    await page.getByRole('alert').getByText('flows of earlier runs are not kept').waitFor()
    expect(await page.getByRole('row').count()).toBeGreaterThan(10)
    expect(troubles).toEqual([])
  })
})

describe('a capture that is cut in the middle', { timeout: 30_000 }, () => {
  it('counts as far as it goes, and says where it ended', async () => {
    await open('/')
    const buffer = scanCapture().subarray(0, -20)
    const file = { name: 'cut.pcap', mimeType: 'application/octet-stream', buffer }
    await page.locator('main input[type=file]').setInputFiles(file)
    // The note comes with the status, and the count with the statistics right behind it.
    const ended = /ended after 799 packets, which count.*E_[A-Z_]+/
    await page.getByRole('alert').filter({ hasText: ended }).waitFor()
    await lookAs(page, 'failed')
  })
})

describe('a problem of the server', { timeout: 60_000 }, () => {
  const reason = 'a page that was overwritten'

  it('is on every page, and no empty list says that nothing was found', async () => {
    await open('/alerts')
    await page.getByText('Nothing was found so far').waitFor()
    dashboard.context.persistence.damage.note(reason)
    const said = page.getByRole('alert').getByText(reason)
    await said.waitFor()
    await page.getByText('That does not mean that nothing happened').waitFor()
    expect(await page.getByText('Nothing was found').count()).toBe(0)
    expect(await accessibilityProblems(page)).toEqual([])
    await lookAs(page, 'problem')
    const links = page.getByRole('navigation').first().getByRole('link')
    const pageCount = await links.count()
    expect(pageCount).toBeGreaterThanOrEqual(10)
    for (let index = 0; index < pageCount; index++) {
      await links.nth(index).click()
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await said.waitFor()
    }
    expect(troubles).toEqual([])
  })
})

describe('another server in the address', { timeout: 30_000 }, () => {
  it('is not asked, and shown', async () => {
    await open('/alerts')
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const other = 'http://evil.example'
    await page.goto(`${dashboard.origin}/alerts?apiBase=${other}&socketUrl=${other}`)
    await page.getByText('Another server was named and not asked').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor()
    expect(asked.filter((url) => !url.startsWith(dashboard.origin))).toEqual([])
  })
})

describe('a server with a token', { timeout: 30_000 }, () => {
  it('asks for it, refuses a wrong one, and opens for the right one', async () => {
    const token = 'a-token-of-24-characters'
    await open('/alerts', { token })
    const field = page.getByLabel('Token')
    await field.waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await lookAs(page, 'token')
    await field.fill('not-the-right-token')
    await page.getByRole('button', { name: 'Open the dashboard' }).click()
    await page.getByText('E_WRONG_TOKEN').waitFor()
    await field.fill(token)
    await page.getByRole('button', { name: 'Open the dashboard' }).click()
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor()
  })
})

describe('the link in the terminal', { timeout: 60_000 }, () => {
  it('opens the pages once, leaves no code in the address, and the session can be ended', async () => {
    await open('/docs', { token: 'a-token-of-24-characters' })
    const { code } = dashboard.context.gate
    const link = `${dashboard.origin}/settings#log-in=${code}`
    await page.goto(link)
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    expect(page.url()).toBe(`${dashboard.origin}/settings`)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByLabel('Token').waitFor()
    await page.goto('about:blank')
    await page.goto(link)
    await page.getByLabel('Token').waitFor()
    expect(page.url()).toBe(`${dashboard.origin}/settings`)
  })
})

describe('the docs page', { timeout: 30_000 }, () => {
  it('works under the security policy', async () => {
    await open('/docs')
    const scrollOn = async () => {
      await page.mouse.wheel(0, 300)
      return page.getByText('/api/alerts/{id}').count()
    }
    // From 150 operations on, only those near the screen are in the page.
    await expect.poll(scrollOn, { interval: 200, timeout: 25_000 }).toBeGreaterThan(0)
    expect(troubles).toEqual([])
  })
})

describe('the interfaces', { timeout: 30_000 }, () => {
  it('are asked for where a capture can be begun, and not while one goes on', async () => {
    await open('/alerts')
    let asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const count = () => asked.filter((path) => path === '/api/interfaces').length
    await page.goto(dashboard.origin)
    await page.getByRole('heading', { name: /What is unusual/ }).waitFor()
    expect(count()).toBe(1)
    const spec = { kind: 'simulate', name: 'office', seed: 1, speed: 5 } as const
    await dashboard.context.monitor.start(spec)
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    asked = []
    await page.goto(dashboard.origin)
    await page.getByRole('button', { name: 'Retrain' }).waitFor()
    await page.goto(`${dashboard.origin}/alerts`)
    await page.getByRole('button', { name: 'Stop' }).click()
    const begin = page.getByRole('button', { name: 'New capture' })
    await begin.waitFor()
    expect(asked).toContain('/api/alerts')
    expect(count()).toBe(0)
    await begin.click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Capture on/ })
      .waitFor()
    expect(count()).toBe(1)
  })
})

describe('a run', { timeout: 30_000 }, () => {
  it('can be paused on the screen while it goes on, and stopped', async () => {
    await open('/')
    const spec = { kind: 'simulate', name: 'office', seed: 1, speed: 5 } as const
    await dashboard.context.monitor.start(spec)
    await page.getByText('Simulating').waitFor()
    await page.getByText('SIMULATED').waitFor()
    const pause = page.getByRole('button', { name: 'Pause the screen' })
    await pause.click()
    const packets = page.getByText('Packets', { exact: true }).locator('xpath=..').first()
    const shown = await packets.textContent()
    await page.getByText(/[1-9]\d* packets have come since/).waitFor()
    expect(await packets.textContent()).toBe(shown)
    await shoot(page, 'running')
    await page.getByRole('button', { name: 'Show what comes' }).click()
    await expect.poll(() => packets.textContent()).not.toBe(shown)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Finished').waitFor()
    expect(dashboard.context.monitor.isActive).toBe(false)
  })
})

describe('the buttons', { timeout: 60_000 }, () => {
  it('take a capture that is dropped on them', async () => {
    await open('/')
    const bytes = scanCapture().toString('base64')
    const dropped = await page.evaluateHandle<object>(`(() => {
      const transfer = new DataTransfer()
      const bytes = Uint8Array.from(atob('${bytes}'), (letter) => letter.charCodeAt(0))
      transfer.items.add(new File([bytes], 'dropped.pcap'))
      return transfer
    })()`)
    await page
      .locator('main')
      .getByText('Drop a file here')
      .dispatchEvent('drop', { dataTransfer: dropped })
    await page.getByText('dropped.pcap').first().waitFor()
  })

  it('train a model and say what came of it', async () => {
    await open('/')
    await dashboard.context.monitor.start({ kind: 'simulate', name: 'office', seed: 1 })
    await page.getByText('Finished').waitFor()
    await page.getByRole('button', { name: 'Retrain' }).click()
    await page.getByText(/^Done: trained on/).waitFor({ timeout: 60_000 })
    const { model_id } = dashboard.context.model?.() ?? { model_id: 'none' }
    await page.getByText(model_id.slice(0, 12)).first().waitFor()
  })
})
