import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDashboard } from '../open-test-dashboard.ts'
import { noBrowser, type OpenedBrowser, openBrowser } from './browser.ts'
import { makeDetection } from './detections.ts'
import { lookAs } from './layout.ts'
import {
  accessibilityProblems,
  layoutShiftMax,
  shoot,
  sidewaysPixels,
  takeLayoutShift,
} from './look.ts'
import { openRealDashboard } from './open-real-dashboard.ts'
import { scanCapture, scanned, scanner } from './scan-capture.ts'

let browser: OpenedBrowser | undefined
let dashboard: TestDashboard
let page: Awaited<ReturnType<OpenedBrowser['newPage']>>['page']
let troubles: string[]

/** Alerts beside that of the capture: too many to decide about one by one. */
const alertCount = 100

/** As long as a loaded machine may take for one act. */
const patience = { timeout: 15_000 }

beforeAll(async () => {
  browser = await openBrowser()
  if (!browser) return
  dashboard = await openRealDashboard()
  const opened = await browser.newPage()
  page = opened.page
  troubles = opened.troubles
  const { writer } = dashboard.context.persistence
  writer.take(
    Array.from({ length: alertCount }, (_, index) => makeDetection(index)),
    'run',
  )
  await writer.settled()
  const form = new FormData()
  form.append('file', new File([new Uint8Array(scanCapture())], 'scan.pcap'))
  const response = await fetch(`${dashboard.origin}/api/upload`, { method: 'POST', body: form })
  const { file_id } = (await response.json()) as { file_id: string }
  await send('POST', '/api/start', { source: { kind: 'pcap', file_id } })
  const isDone = async () => (await get('/api/status')).state === 'done'
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 100))
  await page.goto(dashboard.origin)
  // Keys count once the page is there.
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await dashboard?.close()
})
beforeEach(({ skip }) => {
  if (!browser) skip(noBrowser)
})

/** The tests of this file are one shift, so each goes on where the one before ended. */
describe('a shift at the workbench', { timeout: 90_000 }, () => {
  it.each([
    ['g h', 'Hosts', /in the flows that are kept/],
    ['g f', 'Flows', /of all runs/],
    ['g u', 'Hunt', /Nothing was asked yet/],
    ['g m', 'Models', /In force/],
    ['g s', 'Suppressions', /No rule hides anything/],
    ['g t', 'Settings', /beaconing/],
    ['g y', 'Health', /Why may a page be empty/],
  ])(
    'opens with %s the page %s, at once in its place, accessible and no wider than a phone',
    async (keys, name, text) => {
      await takeLayoutShift(page)
      await press(keys)
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await page.getByText(text).first().waitFor()
      expect(await takeLayoutShift(page)).toBeLessThanOrEqual(layoutShiftMax)
      expect(await accessibilityProblems(page)).toEqual([])
      await lookAs(page, `page-${name}`)
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0)
      await lookAs(page, `page-${name}-narrow`)
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.emulateMedia({ colorScheme: 'light' })
    },
  )

  it('moves nothing that is shown while a page with traffic and alerts is loaded', async () => {
    const idsOf = async (list: string) =>
      (await get(`/api/${list}?source=${scanner}`))[list] as Record<string, string>[]
    const [[alert], [incident]] = [await idsOf('alerts'), await idsOf('incidents')]
    const lists = ['/', '/alerts', '/alerts?view=alerts', `/hosts/${scanner}`]
    const one = [`/alerts/${alert?.alert_id}`, `/incidents/${incident?.incident_id}`]
    for (const path of [...lists, ...one]) {
      await page.goto(dashboard.origin + path, { waitUntil: 'networkidle' })
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      expect(await takeLayoutShift(page), path).toBeLessThanOrEqual(layoutShiftMax)
    }
  })

  it('finds alerts in the language that the API knows too', async () => {
    await page.goto(
      `${dashboard.origin}/alerts?view=alerts&q=${encodeURIComponent('-host:10.0.0.0/8')}`,
    )
    await page
      .getByRole('row', { name: new RegExp(scanner) })
      .first()
      .waitFor()
    const { total } = await get(`/api/alerts?q=${encodeURIComponent('-host:10.0.0.0/8')}`)
    await page.getByText(new RegExp(`^${total} of`)).waitFor()
    await page.getByRole('button', { name: 'Take out -host:10.0.0.0/8' }).click()
    await page.getByRole('row', { name: /10\.1\.0\.99 tried/ }).waitFor()
  })

  it('filters by a value that is seen, without the mouse', async () => {
    const value = page.getByRole('row', { name: /10\.1\.0\.99 tried/ }).getByRole('button', {
      name: '10.1.0.99',
    })
    await value.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menu', { name: /10\.1\.0\.99/ }).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByText(/^1 of/).waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('host:10.1.0.99')
  })

  it('decides about all that match after their exact number, and takes it back', async () => {
    await page.goto(`${dashboard.origin}/alerts?view=alerts&q=source:10.1.0.0/16`)
    await page.getByText(`${alertCount} of`).first().waitFor()
    await press('j')
    await press('x')
    await press('j')
    await press('j')
    await page.keyboard.press('Shift+X')
    await page.getByText('3 selected').waitFor()
    await page.getByRole('button', { name: `Select all ${alertCount} that match` }).click()
    const bar = page.getByRole('region', { name: 'Selected alerts' })
    await bar.getByText(`${alertCount} selected`).waitFor()
    await lookAs(page, 'bulk')
    await bar.getByRole('button', { name: 'Resolve' }).click()
    await expect.poll(() => countOf('resolved'), patience).toBe(alertCount)
    await page.getByText(/^0 of/).first().waitFor()
    await page.getByText(`Resolved: ${alertCount} alerts`).waitFor()
    await press('z')
    await expect.poll(() => countOf('resolved'), patience).toBe(0)
    await page.getByRole('row', { name: /10\.1\.0\.99 tried/ }).waitFor()
  })

  it('draws who talks to whom, and says the same in a table', async () => {
    await press('g h')
    await page.getByRole('img', { name: /^Who talks to whom: \d+ hosts and/ }).waitFor()
    await page.getByText('As a table').first().click()
    const row = page.getByRole('row').filter({ hasText: scanner }).filter({ hasText: scanned })
    await row.first().waitFor()
    await page.getByRole('radio', { name: 'Alerts' }).click()
    await page.locator('svg g', { hasText: scanner }).first().click()
    await page.waitForURL(new RegExp(`/hosts/${scanner}`))
  })

  it('leads from an alert to its host, and from there to its flows', async () => {
    await page.goto(`${dashboard.origin}/hosts/${scanner}`)
    await page.getByRole('heading', { level: 1, name: scanner }).waitFor()
    await page
      .getByRole('link', { name: new RegExp(`${scanner} probed`) })
      .first()
      .waitFor()
    await page.getByRole('button', { name: scanned }).first().waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await lookAs(page, 'page-Host')
    await page.getByRole('link', { name: 'All 400' }).click()
    await page.getByText(/^400 match of all runs/).waitFor()
  })

  it('looks up the indicators of a report', async () => {
    await press('g u')
    await page.getByLabel(/Addresses, CIDR blocks/).fill('192.0.2[.]66\nnothing.example')
    await page.getByRole('button', { name: 'Look up' }).click()
    await page.getByText('1 of 2 are known').waitFor()
    expect(await page.getByRole('row', { name: /192\.0\.2\.66/ }).textContent()).toContain('400')
  })

  it('hides alerts by a rule after a preview, and takes the rule away again', async () => {
    await page.goto(`${dashboard.origin}/suppressions?new=1&source=10.1.0.0/16`)
    await page.getByText(new RegExp(`^${alertCount} of \\d+`)).waitFor()
    await page.getByLabel(/^Reason/).fill('The scanner of IT lives there')
    expect(await accessibilityProblems(page)).toEqual([])
    await page.getByRole('button', { name: `Hide ${alertCount} alerts, and what comes` }).click()
    await page.getByRole('row', { name: /The scanner of IT/ }).waitFor()
    expect((await get('/api/alerts?source=10.1.0.0/16')).total).toBe(0)
    await page.getByRole('button', { name: /^Remove the rule/ }).click()
    await page.getByText('No rule hides anything').waitFor()
    await expect
      .poll(async () => (await get('/api/alerts?source=10.1.0.0/16')).total, patience)
      .toBe(alertCount)
    await press('z')
    await page.getByRole('row', { name: /The scanner of IT/ }).waitFor()
  })

  it('changes an option of a detector, and leads back to the default', async () => {
    await press('g t')
    await page.getByText('beaconing', { exact: true }).click()
    await page.getByLabel(/^scoreMin/).waitFor()
    // Those of one detector, not of all: a page of 400 fields takes its time.
    expect(await page.getByLabel('This detector is on').count()).toBe(1)
    await page.goto(`${dashboard.origin}/settings?detector=port_scan`)
    const field = page.getByLabel(/^portCountMin/).first()
    await field.fill('9')
    const form = page.locator('form', { has: field })
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByRole('button', { name: 'Back to the defaults (1)' }).click()
    await expect.poll(() => field.inputValue(), patience).toBe('6')
  })

  it('retrains, sees what speaks against it, compares, and leads back', async () => {
    await press('g m')
    const { active: shipped } = await get('/api/models')
    await page.getByLabel('From', { exact: true }).selectOption('synthetic')
    await page.getByLabel('Algorithm').selectOption('mahalanobis')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText('It does not judge yet').waitFor({ timeout: 60_000 })
    const { models, active } = (await get('/api/models')) as unknown as Versions
    expect(active).toBe(shipped)
    const made = models[0]?.model_id ?? 'none'
    await lookAs(page, 'page-Models-trained')

    await page.getByRole('button', { name: `Activate ${made}` }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: `Let ${made} judge?` })
    await dialog.getByText('It learned from simulated traffic, and judges the capture').waitFor()
    await dialog.getByText(/^Then, /).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await lookAs(page, 'models-activate')
    await dialog.getByRole('button', { name: 'Activate all the same' }).click()
    await expect.poll(async () => (await get('/api/models')).active, patience).toBe(made)

    await page.getByLabel(`Compare ${made}`).check()
    await page.getByLabel(`Compare ${shipped}`).check()
    const table = page.getByRole('region', { name: 'Two versions, as rows' })
    await table.getByRole('row', { name: /Unusual of the newest windows/ }).waitFor()
    await table.getByRole('row', { name: `Unusual of what ${made} held out` }).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await shoot(page, 'models-compare-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await lookAs(page, 'models-compare')
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0)
    await lookAs(page, 'models-compare-narrow')
    await page.setViewportSize({ width: 1440, height: 900 })

    await page.getByRole('button', { name: `Roll back to ${shipped}` }).click()
    await expect.poll(async () => (await get('/api/models')).active, patience).toBe(shipped)
    await page.getByRole('button', { name: `Delete ${made}` }).click()
    await page.getByRole('button', { name: 'Delete it' }).click()
    await page.getByLabel(`Compare ${made}`).waitFor({ state: 'detached' })
    expect((await get('/api/models')).count).toBe(1)
  })

  it('measures the samples with a model and without, and compares the two', async () => {
    await press('g m')
    const boxes = page.getByRole('checkbox', { name: /^Compare the evaluation of / })
    await page.getByRole('button', { name: 'Evaluate' }).click()
    await boxes.first().waitFor({ timeout: 60_000 })
    await page.getByLabel('With the model').selectOption('None: the rules alone')
    await page.getByRole('button', { name: 'Evaluate' }).click()
    await boxes.nth(1).waitFor({ timeout: 60_000 })
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    const table = page.getByRole('region', { name: 'Two evaluations, as rows' })
    await table.getByRole('row', { name: /^Attacks found/ }).waitFor()
    await table.getByRole('row', { name: /^model_id/ }).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await lookAs(page, 'models-evaluations')
    await page.getByText(/^0 confirmed, .* of each are needed$/).waitFor()
    expect(await page.getByRole('button', { name: 'Learn from them' }).isDisabled()).toBe(true)
  })

  it('does anything by its name, and knows what is no page', async () => {
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('combobox', { name: 'Action' })
    await palette.fill('go to hunt')
    expect(await accessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Hunt' }).waitFor()
    await page.goto(`${dashboard.origin}/no-such-page`)
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
  })

  it('shows times in one zone, which a link carries', async () => {
    // The capture begins at 09:00 UTC, nine hours before Tokyo's clock.
    await page.goto(`${dashboard.origin}/alerts?view=alerts&tz=Asia/Tokyo&q=source:${scanner}`)
    await page
      .getByRole('row', { name: /7 Jul 2017, 18:00/ })
      .first()
      .waitFor()
    await press('g h')
    await page.getByRole('heading', { level: 1, name: 'Hosts' }).waitFor()
    expect(new URL(page.url()).searchParams.get('tz')).toBe('Asia/Tokyo')
  })

  it('removes a capture file only when the time to take it back is over', async () => {
    const fileCount = async () => (await get('/api/files')).count
    const opened = await browser?.newPage()
    if (!opened) throw new Error(noBrowser)
    await opened.page.clock.install()
    await opened.page.goto(`${dashboard.origin}/health`)
    const button = opened.page.getByRole('button', { name: 'Remove scan.pcap' })
    await button.click()
    await opened.page.getByText(/^scan.pcap is removed in 10 s/).waitFor()
    await opened.page.keyboard.press('z')
    await expect.poll(() => button.isEnabled(), patience).toBe(true)
    await opened.page.clock.fastForward(11_000)
    expect(await fileCount()).toBe(1)
    await button.click()
    await opened.page.getByText(/^scan.pcap is removed in 10 s/).waitFor()
    await opened.page.clock.fastForward(11_000)
    await expect.poll(fileCount, patience).toBe(0)
    await opened.page.getByText('No capture was uploaded').waitFor()
    await opened.page.close()
  })

  it('had no error and nothing that the security policy refused', () => {
    expect(troubles.filter((trouble) => !/status of 404/.test(trouble))).toEqual([])
  })
})

interface Versions {
  readonly active: string
  readonly models: readonly { readonly model_id: string }[]
}

async function press(keys: string): Promise<void> {
  for (const key of keys.split(' ')) await page.keyboard.press(key)
}

async function countOf(status: string): Promise<number> {
  const { total } = await get(`/api/alerts?source=10.1.0.0/16&status=${status}`)
  return Number(total)
}

async function get(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(dashboard.origin + path)).json()) as Record<string, unknown>
}

async function send(method: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  await fetch(dashboard.origin + path, { method, headers, body: JSON.stringify(body) })
}
