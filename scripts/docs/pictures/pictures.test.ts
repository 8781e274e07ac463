import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { drawTree } from './isolation-tree.ts'
import { pictures } from './pictures.ts'
import { severityBandsPicture } from './severity-bands.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const lessons = readdirSync(root)
  .filter((name) => name.startsWith('step-'))
  .map((step) => readFileSync(`${root}/${step}/README.md`, 'utf8'))

describe.each(pictures)('$path', ({ path, make }) => {
  it('is named and described for a screen reader, in light and in dark', async () => {
    const svg = await make()
    expect(svg).toMatch(/<title id="title">[^<]{20,}<\/title>/)
    expect(svg).toMatch(/<desc id="description">[^<]{60,}<\/desc>/)
    expect(svg).toContain('prefers-color-scheme: dark')
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('keeps each text and box inside its frame', async () => {
    const svg = await make()
    const [width = 0, height = 0] =
      /viewBox="0 0 (\S+) (\S+)"/.exec(svg)?.slice(1).map(Number) ?? []
    const places = [...svg.matchAll(/<(?:text|rect) x="(\S+)" y="(\S+)"/g)]
    expect(places.length).toBeGreaterThan(10)
    for (const [, x, y] of places) {
      expect(Number(x)).toBeLessThan(width)
      expect(Number(y)).toBeLessThan(height)
    }
  })

  it('stands in a lesson', () => {
    expect(lessons.filter((lesson) => lesson.includes(`](../${path})`))).toHaveLength(1)
  })
})

it('draws the packet that does not belong as alone after few cuts', () => {
  const crowd = Array.from({ length: 30 }, (_, index) => ({ size: 60 + index, proto: 6 }))
  const svg = drawTree([...crowd, { size: 65_535, proto: 6 }])
  expect(svg).toMatch(/class="red"\/><text [^>]*>65,535 B, proto 6</)
})

it('draws repetition within a band, and a second detector beyond it', async () => {
  const svg = await severityBandsPicture.make()
  const [one, many, two] = [...svg.matchAll(/>(\d+): (\w+)</g)].map(([, , severity]) => severity)
  expect([one, many]).toEqual(['medium', 'medium'])
  expect(two).toBe('high')
})
