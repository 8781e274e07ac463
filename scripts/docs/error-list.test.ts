import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readSources } from '../structure/sources.ts'
import { errorCodesOfSteps, errorList } from './error-list.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Made by the page, which has no AppError. */
const codesOfPages = ['E_NO_ANSWER', 'E_UNEXPECTED']
/** Every mention, in comments too. */
const mentioned = new Set<string>()
/** The steps whose code takes it from the list, or writes it as text. */
const users = new Map<string, number[]>()
for (const { path } of readSources(root)) {
  const step = /^step-(\d)-\w+\/(?:src|web\/src)\//.exec(path)?.[1]
  if (!step || /\.test\.tsx?$|\/error-codes\.ts$/.test(path)) continue
  const text = readFileSync(`${root}/${path}`, 'utf8')
  for (const [code] of text.matchAll(/\bE_[A-Z_]*[A-Z]\b/g)) mentioned.add(code)
  for (const [, code = ''] of text.matchAll(/(?:errorCodes\.|')(E_[A-Z_]*[A-Z])\b/g)) {
    users.set(code, [...(users.get(code) ?? []), Number(step)])
  }
}

describe('the list of error codes', () => {
  it('has every code that the sources name, so none is made up on the way', () => {
    const listed = new Set([...Object.keys(errorCodesOfSteps[3] ?? {}), ...codesOfPages])
    expect([...mentioned].filter((code) => !listed.has(code))).toEqual([])
  })

  it('has no code that nothing uses, and each in the lowest step that does', () => {
    const wrong = Object.values(errorCodesOfSteps[3] ?? {}).filter(
      ({ name, step }) => Math.min(...(users.get(name) ?? [])) !== step,
    )
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  it('keeps in each step the codes of the step below as they are', () => {
    for (const [index, below] of errorCodesOfSteps.slice(0, -1).entries()) {
      expect(errorCodesOfSteps[index + 1]).toMatchObject(below)
    }
  })

  it('is written as a table with one row a code', async () => {
    const rows = (await errorList.make()).match(/^\| `E_.*$/gm)
    expect(rows).toHaveLength(Object.keys(errorCodesOfSteps[3] ?? {}).length)
    expect(rows).toContain('| `E_NO_MODEL` | 409 | No model is trained yet. | 1 |')
  })
})
