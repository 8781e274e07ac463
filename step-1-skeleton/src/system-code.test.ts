import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isMissingFile, systemCodeOf } from './system-code.ts'

const nowhere = join(import.meta.dirname, 'nowhere')

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => undefined,
    (thrown) => thrown,
  )
}

describe('a file', () => {
  test.each([
    ['that is not there is missing', () => readFile(nowhere), 'ENOENT'],
    ['in a folder that is not there, too', () => readFile(join(nowhere, 'a')), 'ENOENT'],
    ['that is a program and not there, too', () => once(spawn(nowhere), 'exit'), 'ENOENT'],
    ['that is a folder is not', () => readFile(import.meta.dirname), 'EISDIR'],
    ['below a file is not', () => readFile(join(import.meta.filename, 'a')), 'ENOTDIR'],
  ])('%s', async (_, work, code) => {
    const failure = await failureOf(work)
    expect(systemCodeOf(failure)).toBe(code)
    expect(isMissingFile(failure)).toBe(code === 'ENOENT')
  })
})

test.each([
  new Error('ENOENT'),
  Object.assign(new Error('sql'), { code: 7 }),
  { code: 'ENOENT' },
  'ENOENT',
  null,
])('%o has no code of the system', (thrown) => {
  expect(systemCodeOf(thrown)).toBeUndefined()
  expect(isMissingFile(thrown)).toBe(false)
})
