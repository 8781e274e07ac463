import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { shoot } from './look.ts'

/**
 * Whether a page looks as it did when it was recorded. Pictures of two machines differ in every
 * letter, because their fonts do; so what is compared is which headings, notices, tables and charts
 * there are, in which order, and where each stands, within what another font may move.
 * RECORD_LAYOUTS=1 writes them anew, for a look at the difference.
 */
export interface Box {
  /** Tag or role, and of a heading its text, each number and hash as `#`. */
  readonly what: string
  readonly left: number
  readonly top: number
  readonly width: number
}

const folder = new URL('layouts/', import.meta.url)
const shown = 'h1, h2, nav, [role=alert], table, [role=table], [role=img], canvas, form, search'

/** Takes a picture of the page, and compares its layout with the one that was recorded. */
export async function lookAs(page: Page, name: string): Promise<void> {
  await shoot(page, name)
  const file = new URL(`${name}.json`, folder)
  if (process.env.RECORD_LAYOUTS) return record(page, file)
  const recorded = JSON.parse(await readFile(file, 'utf8')) as Box[]
  const differences = async () => layoutDifferences(recorded, await boxesOf(page))
  // A card may still be on its way.
  await expect.poll(differences, { timeout: 10_000 }).toEqual([])
}

async function record(page: Page, file: URL): Promise<void> {
  await page.waitForTimeout(1_500) // What is on its way belongs to the picture.
  await mkdir(folder, { recursive: true })
  const lines = (await boxesOf(page)).map(
    (box) => `  ${JSON.stringify(box, null, 1).replaceAll(/\n */g, ' ')}`,
  )
  await writeFile(fileURLToPath(file), `[\n${lines.join(',\n')}\n]\n`)
}

/** What is there, in the order of the page, in CSS pixels. */
function boxesOf(page: Page): Promise<Box[]> {
  return page.evaluate<Box[]>(`[...document.querySelectorAll('${shown}')]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ element, box }) => element.checkVisibility() && box.width > 1 && box.height > 1)
    .map(({ element, box }) => ({
      what: (element.getAttribute('role') ?? element.localName) +
        (/^H[12]$/.test(element.tagName) ? ': ' + element.textContent.replace(/[a-f]*\\d[\\d.,:a-f]*/g, '#') : ''),
      left: Math.round(box.left + scrollX),
      top: Math.round(box.top + scrollY),
      width: Math.round(box.width),
    }))`)
}

/** Another font makes words up to a tenth wider, so that lines wrap and push down what follows. */
export function layoutDifferences(recorded: readonly Box[], now: readonly Box[]): string[] {
  const names = (boxes: readonly Box[]) => boxes.map(({ what }) => what)
  const missing = without(names(recorded), names(now)).map((what) => `${what} is missing`)
  const added = without(names(now), names(recorded)).map((what) => `${what} is new`)
  if (missing.length + added.length > 0) return [...missing, ...added]
  return recorded.flatMap((old, index) => {
    const box = now[index]
    if (!box || box.what !== old.what) return [`${old.what} stands in another order`]
    const moved = (['left', 'top', 'width'] as const).filter(
      (side) => Math.abs(box[side] - old[side]) > 32 + old[side] * (side === 'top' ? 0.2 : 0.1),
    )
    return moved.map((side) => `${side} of ${old.what} is ${box[side]}, and was ${old[side]}`)
  })
}

/** What is in the first list more often than in the second. */
function without(names: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return names.filter((name) => {
    const at = left.indexOf(name)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
