import { expect, it } from 'vitest'
import { readThreats, threatList } from './threat-list.ts'

it('has a row for each of the 56 threats, in order', async () => {
  const numbers = [...(await threatList.make()).matchAll(/^\| (\d+) \|/gm)].map(([, one]) => one)
  expect(numbers).toEqual(Array.from({ length: 56 }, (_, index) => String(index + 1)))
})

it.each([
  'S scripts/docs/document.ts: no test has this name',
  'S scripts/docs/no-file.test.ts: any name',
  'scripts/docs/threat-list.test.ts: without its kind',
])('fails for a test that is not there: %s', (proof) => {
  expect(() => readThreats(`1 | a threat | an outcome | ${proof}`)).toThrow('is not there')
})
