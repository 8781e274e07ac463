import { expect, it } from 'vitest'
import { facetValueCountMax } from '../../alert/facet.ts'
import { mostFrequent } from './most-frequent.ts'

it('orders values of the same count by their code points, as SQL does, and leaves out what is rarer', () => {
  // In UTF-16 the clef (U+1D11E) is before the private letter (U+E000).
  const least = ['\u{1d11e}', '\ue000', 'b', 'ab', 'a', 'Z']
  const rest = Array.from({ length: facetValueCountMax - 4 }, (_, number) => `y${number}`)
  const values = [null, 'frequent', ...rest, ...least, 'none']
  const counts = Uint32Array.from(values, (value) => (value === 'none' ? 0 : 1))
  counts[1] = 9
  const found = mostFrequent('kind', values, counts)
  const expected = [...rest, ...least].sort((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  )
  expect(found.map(({ value }) => value)).toEqual([
    'frequent',
    ...expected.slice(0, facetValueCountMax - 1),
  ])
  const few = mostFrequent('kind', least, new Uint32Array(least.length).fill(3))
  expect(few.map(({ value }) => value)).toEqual(['Z', 'a', 'ab', 'b', '\ue000', '\u{1d11e}'])
})
