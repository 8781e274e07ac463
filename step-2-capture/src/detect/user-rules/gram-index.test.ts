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
