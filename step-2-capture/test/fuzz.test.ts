import { expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'

test('20,000 damaged packets and captures break no promise', { timeout: 60_000 }, () => {
  expect(fuzz({ seed: 1, goesOn: (count) => count < 20_000 })).toBe(20_000)
})
