import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'

let folder: Promise<string> | undefined

/** Where the screenshots lie: SCREENSHOTS, or a new temporary folder, said once. */
function screenshotFolder(): Promise<string> {
  folder ??= makeFolder()
  return folder
}

async function makeFolder(): Promise<string> {
  const { SCREENSHOTS } = process.env
  if (SCREENSHOTS) await mkdir(SCREENSHOTS, { recursive: true })
  const made = SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'screenshots-')))
  console.log(`screenshots: ${made}`)
  return made
}

/** A picture of the page as it is, in the folder of the screenshots. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(await screenshotFolder(), `${name}.png`), fullPage: true })
}

export const themes = ['light', 'dark'] as const

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The only rules that look at colours; the others look at elements, which are the same in both themes. */
const colorRules = ['color-contrast', 'link-in-text-block']

/** What axe passes is not asked for: describing it takes most of its time. */
const runAxe = (runOnly: object) =>
  `axe.run(document, ${JSON.stringify({ runOnly, resultTypes: ['violations'] })}).then(({ violations }) => violations)`

/** What axe finds against WCAG 2.2 AA on the page, in both themes: nothing, one hopes. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const problems: string[] = []
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const isThere = await page.evaluate<boolean>("typeof axe !== 'undefined'")
    if (!isThere) await page.evaluate(axe.source)
    const runOnly = colorScheme === 'light' ? standards : { type: 'rule', values: colorRules }
    const violations = await page.evaluate<axe.Result[]>(runAxe(runOnly))
    for (const { id, nodes } of violations) {
      for (const { target, failureSummary } of nodes) {
        problems.push(`${colorScheme}: ${id} at ${target.join(' ')}: ${failureSummary}`)
      }
    }
  }
  return problems
}

/** Browsers call a page still below 0.1; half of that leaves room for another font. */
export const layoutShiftMax = 0.05

/**
 * How far parts of the page have moved that were shown, since it was opened or since this was asked
 * last: the part of the window that moved, times how far.
 */
export function takeLayoutShift(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const entries = [...layoutShifts.splice(0), ...shiftObserver.takeRecords()]
    return entries.reduce((sum, { value }) => sum + value, 0)
  })()`)
}

/** How many pixels the page is wider than its window; more than none scrolls sideways. */
export function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
}
