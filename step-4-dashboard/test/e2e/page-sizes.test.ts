import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const dist = fileURLToPath(new URL('../../web/dist/', import.meta.url))
/** What a browser must load before it shows anything; 180 kB take 1 s at 1.5 Mbit/s. */
const initialBytesMax = 180_000
/** What any page loads for itself. */
const pageBytesMax = 80_000

const gzipBytes = (file: string) => gzipSync(readFileSync(dist + file), { level: 9 }).length

it('asks for little JavaScript before the first page, and for little more on any other', () => {
  const html = readFileSync(`${dist}index.html`, 'utf8')
  const initial = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) =>
    String(file),
  )
  expect(initial.length).toBeGreaterThan(0)
  const initialBytes = initial.reduce((sum, file) => sum + gzipBytes(file), 0)
  expect(initialBytes).toBeLessThanOrEqual(initialBytesMax)
  const others = readdirSync(`${dist}assets`)
    .map((file) => `assets/${file}`)
    .filter((file) => file.endsWith('.js') && !initial.includes(file))
  expect(others.length).toBeGreaterThan(0)
  for (const file of others) expect(gzipBytes(file), file).toBeLessThanOrEqual(pageBytesMax)
})
