import fc from 'fast-check'
import { expect, it } from 'vitest'
import { GramIndex } from './gram-index.ts'

const bytesOf = (text: string) => Buffer.from(text, 'latin1')

function found(contents: readonly string[], text: string, cuts: readonly number[] = []): string[] {
  const index = new GramIndex(contents.map((one) => bytesOf(one.toLowerCase())))
  const ids = new Set<number>()
  const bytes = bytesOf(text)
  let offset = 0
  for (const end of [...cuts, bytes.length]) {
    index.search(bytes, { start: 0, offset, end })
    for (const id of index.found.subarray(0, index.foundCount)) ids.add(id)
    offset = end
  }
  return [...ids].map((id) => contents[id] as string).sort()
}

it('finds every content that stands in the text, whatever its case and wherever the text is cut', () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'b', 'C', 'd', '\xff'),
    minLength: 1,
    maxLength: 7,
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(letters, { maxLength: 12 }),
      fc.array(letters, { maxLength: 12 }),
      (contents, parts) => {
        const text = parts.join('')
        const cuts = Array.from({ length: text.length }, (_, at) => at)
        const whole = found(contents, text)
        for (const content of contents) {
          const isThere = text.toLowerCase().includes(content.toLowerCase())
          if (isThere) expect(whole).toContain(content)
        }
        expect(found(contents, text, cuts)).toEqual(whole)
      },
    ),
  )
})

it('finds each of many contents once, in streams cut into segments of 1, 7 and 1,460 bytes', () => {
  const byte = fc.constantFrom(0, 1, 0x20, 0x2e, 0x41, 0x61, 0x65, 0x74, 0xff)
  const content = fc.array(byte, { minLength: 1, maxLength: 24 })
  fc.assert(
    fc.property(
      fc.array(content, { minLength: 1, maxLength: 60 }),
      fc.array(content, { maxLength: 200 }),
      (contents, parts) => {
        const texts = contents.map((one) => Buffer.from(one).toString('latin1'))
        const stream = Buffer.from(parts.flat())
        const index = new GramIndex(texts.map((one) => bytesOf(one.toLowerCase())))
        const naive = stream.toString('latin1').toLowerCase()
        for (const size of [1, 7, 1_460]) {
          const ids = new Set<number>()
          for (let offset = 0; offset < stream.length; offset += size) {
            const end = Math.min(stream.length, offset + size)
            index.search(stream, { start: 0, offset, end })
            const found = [...index.found.subarray(0, index.foundCount)]
            expect(new Set(found).size).toBe(found.length)
            for (const id of found) ids.add(id)
          }
          const missed = texts.filter(
            (one, id) => naive.includes(one.toLowerCase()) && !ids.has(id),
          )
          expect(missed).toEqual([])
        }
      },
    ),
  )
})

it('calls for none of thousands of contents of which nothing is there', () => {
  const contents = Array.from({ length: 5_000 }, (_, n) => `content-${n}-x`)
  expect(found(contents, 'an ordinary text about nothing '.repeat(50))).toEqual([])
  expect(found(contents, 'here is content-4321-x')).toContain('content-4321-x')
})

it('looks at no byte before the start', () => {
  const index = new GramIndex([bytesOf('abcd'), bytesOf('bc')])
  index.search(bytesOf('abcd'), { start: 1, offset: 1, end: 4 })
  expect([...index.found.subarray(0, index.foundCount)]).toEqual([1])
})
