import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDashboard } from '../open-test-dashboard.ts'
import { noBrowser, type OpenedBrowser, openBrowser } from './browser.ts'
import { lookAs } from './layout.ts'
import { accessibilityProblems, shoot, sidewaysPixels } from './look.ts'
import { openRealDashboard } from './open-real-dashboard.ts'
import { scanCapture, scanned, scanner } from './scan-capture.ts'

let browser: OpenedBrowser | undefined
let dashboard: TestDashboard
let page: Awaited<ReturnType<OpenedBrowser['newPage']>>['page']
let troubles: string[]

beforeAll(async () => {
  browser = await openBrowser()
  if (!browser) return
  dashboard = await openRealDashboard()
  const opened = await browser.newPage()
  page = opened.page
  troubles = opened.troubles
}, 30_000)
afterAll(async () => {
  await browser?.close()
  await dashboard?.close()
})
beforeEach(({ skip }) => {
  if (!browser) skip(noBrowser)
})

/** A learned model may speak of the scanner too; this is the sentence of the scan. */
const sentence = new RegExp(`${scanner} probed`)

const capture = { name: 'scan.pcap', mimeType: 'application/octet-stream', buffer: scanCapture() }

/** The tests of this file are one story, so each goes on where the one before ended. */
describe('from an empty page to a decision', { timeout: 30_000 }, () => {
  it('offers three ways to begin', async () => {
    await page.goto(dashboard.origin)
    await page.getByRole('heading', { name: /What is unusual/ }).waitFor()
    for (const name of [/Replay a sample attack/, /Upload a capture/, /Capture on an interface/]) {
      expect(await page.getByRole('heading', { name }).count()).toBe(1)
    }
    await lookAt('empty')
  })

  it('refuses a file that is no capture, and says what to do', async () => {
    const buffer = Buffer.from('<html>This is no capture</html>')
    await choose({ name: 'page.pcap', mimeType: 'text/html', buffer })
    const note = page.getByRole('alert')
    await note.waitFor()
    expect(await note.textContent()).toContain('E_NOT_A_CAPTURE')
    await lookAt('refused')
  })

  it('shows the alert as it comes, when a capture is uploaded', async () => {
    await choose(capture)
    const alert = recentAlerts().getByRole('link', { name: sentence })
    await alert.waitFor()
    expect(await alert.textContent()).toContain(scanned)
    await page.getByText('Finished').waitFor()
    expect(await page.getByText('FILE', { exact: true }).isVisible()).toBe(true)
    expect(await page.getByText('Anomaly', { exact: true }).isVisible()).toBe(true)
    await page.getByRole('img', { name: /Shares of the protocols/ }).waitFor()
    await lookAt('live')
  })

  it('draws the whole capture on its own time, and leads from a span of it to its alerts', async () => {
    const line = page.getByRole('img', { name: 'Traffic over the whole run, as a line' })
    await line.waitFor()
    await page.getByText('As a table').click()
    const cells = page
      .getByRole('region', { name: 'Traffic over the whole run' })
      .locator('tbody tr td:last-child')
    const counts = (await cells.allTextContents()).map(Number)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
    const box = await line.boundingBox()
    if (!box) throw new Error('the line has no place on the page')
    await page.mouse.move(box.x + box.width * 0.5, box.y + 50)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.9, box.y + 60, { steps: 4 })
    await page.mouse.up()
    await page.getByRole('link', { name: 'Alerts of this span' }).click()
    await page.waitForURL(/alerts\?view=alerts&from=\d+.*&to=\d+/)
    await page.goBack()
    await page.getByRole('button', { name: 'All time' }).click()
    await page.waitForURL((url) => url.search === '')
  })

  it('tells why, and still does after a reload', async () => {
    await recentAlerts().getByRole('link', { name: sentence }).click()
    const heading = page.getByRole('heading', { level: 1, name: sentence })
    await heading.waitFor()
    const address = page.url()
    expect(address).toMatch(/\/alerts\/[0-9a-f]{24}$/)
    await page.reload()
    await heading.waitFor()
    expect(page.url()).toBe(address)
    expect(await page.getByRole('table').first().textContent()).toMatch(/ports/)
    expect(await page.getByText(/ATT&CK technique/).isVisible()).toBe(true)
    await lookAt('alert')
  })

  it('gives the packets as a capture, and says so when they are gone', async () => {
    const button = page.getByRole('button', { name: 'Download as pcap' })
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    expect(download.suggestedFilename()).toMatch(/^alert-[0-9a-f]{24}\.pcap$/)
    const bytes = await readFile(await download.path())
    expect([0xa1b2c3d4, 0xa1b23c4d]).toContain(bytes.readUInt32LE(0)) // Micro- or nanoseconds.
    const { uploads } = dashboard.context
    for (const { file_id } of await uploads.list()) await uploads.remove(file_id)
    await page.reload()
    await page.getByText('packets can be downloaded').waitFor()
    expect(await button.count()).toBe(0)
  })

  it('keeps a note, as text', async () => {
    const note = '<img src=x onerror=alert(1)> asked the owner'
    await page.getByLabel('Add a note').fill(note)
    await page.getByRole('button', { name: 'Add note' }).click()
    await page.getByText(note).waitFor()
    await page.reload()
    await page.getByText(note).waitFor()
  })

  it('can be decided by the keyboard alone, and taken back', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor()
    await page.getByRole('row', { name: sentence }).waitFor()
    await lookAt('inbox')
    await page.keyboard.press('/')
    await page.keyboard.type(`${scanner} probed`)
    await page.keyboard.press('Enter')
    await page.getByText(/^1 of/).waitFor()
    // The incident opens to its alerts, and the first of them is the gravest.
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: sentence }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: sentence }).waitFor()
    await page.keyboard.press('e')
    await page.getByRole('button', { name: /Undo/ }).waitFor()
    expect(await statusOfAlert()).toBe('resolved')
    await page.keyboard.press('z')
    await expect.poll(statusOfAlert).toBe('new')
    await page.keyboard.press('s')
    await expect.poll(statusOfAlert).toBe('escalated')
  })

  it('lists its keys on request, and Escape closes the list', async () => {
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await dialog.waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })

  it('says that nothing is left when everything is decided, and that filters hide something', async () => {
    await page.keyboard.press('e')
    await expect.poll(statusOfAlert).toBe('resolved')
    await resolveTheOthers()
    await page.goto(`${dashboard.origin}/alerts`)
    await page.getByText('Inbox zero').waitFor()
    await lookAt('inbox-zero')
    await page.goto(`${dashboard.origin}/alerts?q=nothing-like-this&status=all`)
    await page.getByText(/0 of \d+ incidents match/).waitFor()
    await page.getByRole('link', { name: 'Clear the filter' }).click()
    await page.getByText('Inbox zero').waitFor()
  })

  it('keeps a theme that was chosen', async () => {
    await page.getByRole('radio', { name: 'Dark' }).click()
    await page.reload()
    await page.getByText('Inbox zero').waitFor()
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    await page.getByRole('radio', { name: 'As the system' }).click()
    expect(await page.evaluate("localStorage.getItem('theme')")).toBeNull()
  })

  it('had no error, no dialog and nothing that the security policy refused', () => {
    expect(troubles.filter((trouble) => !/status of 41[05]/.test(trouble))).toEqual([])
  })
})

/** Takes pictures in both themes and on a phone, and holds the page to WCAG 2.2 AA. */
async function lookAt(name: string): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await shoot(page, `${name}-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await lookAs(page, name)
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0)
  await lookAs(page, `${name}-narrow`)
  await page.setViewportSize({ width: 1440, height: 900 })
}

function choose(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  return page.locator('main input[type=file]').setInputFiles(file)
}

function recentAlerts() {
  return page.getByRole('region', { name: 'Recent alerts' })
}

async function statusOfAlert(): Promise<string | undefined> {
  const alerts = await alertsOfServer('kind=vertical_port_scan')
  return alerts[0]?.status
}

async function resolveTheOthers(): Promise<void> {
  for (const { alert_id } of await alertsOfServer('status=new')) {
    await fetch(`${dashboard.origin}/api/alerts/${alert_id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"status":"resolved"}',
    })
  }
}

async function alertsOfServer(query: string): Promise<{ alert_id: string; status: string }[]> {
  const response = await fetch(`${dashboard.origin}/api/alerts?${query}`)
  const { alerts } = (await response.json()) as { alerts: { alert_id: string; status: string }[] }
  return alerts
}
