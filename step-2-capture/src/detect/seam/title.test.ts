import { expect, test } from 'vitest'
import { filledTitle } from './title.ts'

test.each([
  [16_384, '16,384'],
  [0.05, '0.05'],
  [1_234.5678, '1,234.568'],
  ['16384', '16384'],
  ['{source}', '{source}'],
])('puts %j into a title as %s', (count, text) => {
  expect(filledTitle('sent {count} bytes', { count })).toBe(`sent ${text} bytes`)
})

test('throws where a name has no value', () => {
  expect(() => filledTitle('{source} did', {})).toThrow('has no value for {source}')
})
