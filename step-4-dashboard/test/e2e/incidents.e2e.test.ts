import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDashboard } from '../open-test-dashboard.ts'
import { noBrowser, type OpenedBrowser, openBrowser } from './browser.ts'
import { makeDetection } from './detections.ts'
import { lookAs } from './layout.ts'
import { accessibilityProblems, sidewaysPixels } from './look.ts'
import { openRealDashboard } from './open-real-dashboard.ts'

let browser: OpenedBrowser | undefined
let dashboard: TestDashboard
let page: Page
let troubles: string[]

/** Sources with a scan each; the last of them did two things more. */
const sourceCount = 12
const intruder = `10.1.0.${sourceCount - 1}`

beforeAll(async () => {
  browser = await openBrowser({ hasTouch: true })
  if (!browser) return
  dashboard = await openRealDashboard()
  const scans = Array.from({ length: sourceCount }, (_, index) => makeDetection(index))
  await detect(...scans, act('login_guessing'), act('exfiltration'))
  const opened = await browser.newPage()
  page = opened.page
  troubles = opened.troubles
  await page.goto(`${dashboard.origin}/alerts`)
  await row(intruder).waitFor()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await dashboard?.close()
})
beforeEach(({ skip }) => {
  if (!browser) skip(noBrowser)
})

/** The tests of each story go on where the one before ended. */
describe('incidents, by keyboard', { timeout: 30_000 }, () => {
  it('come first, one row each, and open to their alerts', async () => {
    await page.getByText(`${sourceCount} of ${sourceCount}`).waitFor()
    expect(await row(intruder).textContent()).toContain('and 2 more')
    await press('j Enter')
    await page.getByRole('link', { name: `${intruder} did login_guessing` }).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await lookAs(page, 'incidents')
  })

  it('lead to an alert of theirs, and that leads back to the whole', async () => {
    await press('j Enter')
    await page.getByRole('heading', { level: 1, name: new RegExp(intruder) }).waitFor()
    await page.getByRole('link', { name: 'incident', exact: true }).click()
    await page.getByRole('heading', { name: '3 alerts, 3 open' }).waitFor()
    const advice = page.getByRole('region', { name: 'What to do' })
    expect(await advice.textContent()).toContain(`Ask who runs ${intruder}`)
    expect(await accessibilityProblems(page)).toEqual([])
    await lookAs(page, 'incident')
  })

  it('are decided with all of their alerts, and taken back', async () => {
    await press('e')
    await page.getByText('Resolved: 3 alerts').waitFor()
    await page.getByRole('heading', { name: '3 alerts, 0 open' }).waitFor()
    expect(await countOf('resolved')).toBe(3)
    await press('z')
    await page.getByRole('heading', { name: '3 alerts, 3 open' }).waitFor()
    expect(await countOf('resolved')).toBe(0)
  })

  it('are selected and decided many at once, after their exact number', async () => {
    await press('g i')
    await row(intruder).waitFor()
    await press('j x')
    await page.getByText('1 selected').waitFor()
    await page.getByRole('button', { name: `Select all ${sourceCount} that match` }).click()
    const bar = page.getByRole('region', { name: 'Selected incidents' })
    expect(await accessibilityProblems(page)).toEqual([])
    await bar.getByRole('button', { name: 'Resolve' }).click()
    await page.getByText('Inbox zero: every incident is decided').waitFor()
    expect(await countOf('resolved')).toBe(sourceCount + 2)
    await press('z')
    await row(intruder).waitFor()
    expect(await countOf('new')).toBe(sourceCount + 2)
  })

  it('are found by what their alerts are, and grow where they stand', async () => {
    await page.getByLabel('Search', { exact: true }).fill('kind:exfiltration')
    await page.getByText(`1 of ${sourceCount}`).waitFor()
    expect(await row(intruder).textContent()).toContain('and 2 more')
    await detect(act('beaconing'), makeDetection(200, { kind: 'exfiltration' }))
    const offer = page.getByRole('button', { name: '1 new' })
    await offer.waitFor()
    await row(intruder).getByText('and 3 more').waitFor()
    expect(await row('10.1.0.200').count()).toBe(0)
    await offer.click()
    await row('10.1.0.200').waitFor()
  })
})

describe('a view', { timeout: 30_000 }, () => {
  it('is kept under a name, opened by it, and deleted with a way back', async () => {
    const menu = page.locator('details', { hasText: 'Views' }).last()
    await menu.locator('summary').click()
    await menu.getByLabel('Name of this view').fill('Uploads of strangers')
    await press('Enter')
    const view = menu.getByRole('link', { name: 'Uploads of strangers' })
    await view.waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.goto(`${dashboard.origin}/alerts`)
    await page.locator('summary', { hasText: 'Views' }).click()
    await view.click()
    await page.waitForURL((url) => url.searchParams.get('q') === 'kind:exfiltration')
    await menu.getByRole('button', { name: 'Delete the view Uploads of strangers' }).click()
    await view.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Undo/ }).click()
    await view.waitFor()
  })
})

describe('a phone of 360 px, by touch', { timeout: 30_000 }, () => {
  it('leads from the inbox to an alert', async () => {
    await page.setViewportSize({ width: 360, height: 780 })
    await page.goto(`${dashboard.origin}/alerts`)
    await row(intruder).waitFor()
    expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0)
    await row(intruder)
      .getByRole('button', { name: /and 3 more/ })
      .tap()
    const alert = page.getByRole('link', { name: `${intruder} did exfiltration` })
    await alert.waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await lookAs(page, 'incidents-narrow')
    await alert.tap()
    await page.getByRole('heading', { level: 1, name: `${intruder} did exfiltration` }).waitFor()
    expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0)
  })

  it('decides, and takes it back', async () => {
    await page.getByRole('button', { name: /^Escalate/ }).tap()
    await expect.poll(() => countOf('escalated')).toBe(1)
    await lookAs(page, 'decided-narrow')
    await page.getByRole('button', { name: /^Undo/ }).tap()
    await expect.poll(() => countOf('escalated')).toBe(0)
    await page.getByRole('link', { name: 'All alerts' }).tap()
    await row(intruder).waitFor()
  })

  it('had no error and nothing that the security policy refused', () => {
    expect(troubles).toEqual([])
  })
})

/** A further detection of the intruder. */
function act(kind: string) {
  const title = `${intruder} did ${kind}`
  return makeDetection(sourceCount - 1, { detection_id: kind, kind, title, severity: 'low' })
}

/** As if the engine had made them; they are stored and pushed like any other. */
async function detect(...detections: ReturnType<typeof makeDetection>[]): Promise<void> {
  const { writer } = dashboard.context.persistence
  writer.take(detections, 'run')
  await writer.settled()
}

function row(source: string) {
  return page.getByRole('row', { name: new RegExp(`${source} tried`) }).first()
}

async function press(keys: string): Promise<void> {
  for (const key of keys.split(' ')) await page.keyboard.press(key)
}

async function countOf(status: string): Promise<number> {
  const response = await fetch(`${dashboard.origin}/api/alerts?status=${status}&limit=1`)
  return ((await response.json()) as { total: number }).total
}
