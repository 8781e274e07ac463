import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestDashboard } from '../open-test-dashboard.ts'
import { noBrowser, type OpenedBrowser, openBrowser } from './browser.ts'
import { lookAs } from './layout.ts'
import { accessibilityProblems, shoot, sidewaysPixels, themes } from './look.ts'
import { openRealDashboard } from './open-real-dashboard.ts'

describe('the page of the course', { timeout: 60_000 }, () => {
  let browser: OpenedBrowser | undefined
  let dashboard: TestDashboard
  beforeAll(async () => {
    browser = await openBrowser()
  }, 30_000)
  afterAll(() => browser?.close())
  beforeEach(async ({ skip }) => {
    if (!browser) skip(noBrowser)
    dashboard = await openRealDashboard({ learn: { ownFolder: 'my/.none', runsOwnFiles: false } })
  })
  afterEach(() => dashboard?.close())

  async function open() {
    const opened = await browser?.newPage()
    if (!opened) throw new Error(noBrowser)
    await opened.page.goto(`${dashboard.origin}/learn`)
    await opened.page.getByRole('heading', { name: 'Exercises' }).waitFor()
    return opened
  }

  it('answers the slider, the bytes and the search, and fits every window', async () => {
    const { page, troubles } = await open()
    await page.getByText('0 of 14 passed').waitFor()
    await page.getByText('3 anomalies').waitFor()
    const contamination = page.getByLabel('Contamination')
    await contamination.fill('20')
    await page.getByText('above a threshold of 0.80').waitFor()
    await page.getByLabel('Cuts of one tree').fill('12')
    await page.getByRole('button', { name: 'to port' }).click()
    await page.getByText(/bytes 36 to 37: .+ is \d+ × 256 \+ \d+/).waitFor()
    await page.getByLabel('Find a word').fill('rebinding')
    await page.getByText('1 word', { exact: true }).waitFor()
    await page.getByLabel('Find a word').fill('')
    for (const width of [1440, 320]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await sidewaysPixels(page)).toBe(0)
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await shoot(page, `learn-${colorScheme}-${width}`)
      }
      await lookAs(page, `learn-${width}`)
      expect(await accessibilityProblems(page)).toEqual([])
    }
    expect(troubles).toEqual([])
    await page.close()
  })

  it('is reached from every page, and survives a reload', async () => {
    const { page } = await open()
    await page.goto(`${dashboard.origin}/alerts`)
    await page.getByRole('link', { name: 'Learn' }).click()
    await page.getByRole('heading', { name: 'Glossary' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Glossary' }).waitFor()
    await page.close()
  })
})
