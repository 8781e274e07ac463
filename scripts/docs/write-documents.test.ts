import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { staleDocuments, writeDocuments } from './write-documents.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'documents-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const errors = { path: 'docs/errors.md', make: async () => '# Errors\n\none\n' }

describe('documents made from the code', () => {
  it('are written with their folder, and are then up to date', async () => {
    expect(await writeDocuments(root, [errors])).toEqual(['docs/errors.md'])
    expect(await readFile(join(root, 'docs/errors.md'), 'utf8')).toBe('# Errors\n\none\n')
    expect(await staleDocuments(root, [errors])).toEqual([])
  })

  it.each([
    ['another line', '# Errors\n\ntwo\n', 3],
    ['a line too many', '# Errors\n\none\n\n', 5],
    ['a missing line', '# Errors\n', 3],
    ['an empty file', '', 1],
  ])('name the file and the first line that differs: %s', async (_, kept, line) => {
    await writeDocuments(root, [errors])
    await writeFile(join(root, errors.path), kept)
    expect(await staleDocuments(root, [errors])).toMatchObject([{ path: errors.path, line }])
  })

  it('leave a file alone that is up to date', async () => {
    await writeDocuments(root, [errors])
    const { mtimeMs } = await stat(join(root, errors.path))
    expect(await writeDocuments(root, [errors])).toEqual([])
    expect((await stat(join(root, errors.path))).mtimeMs).toBe(mtimeMs)
  })

  it('name a file that is missing', async () => {
    expect(await staleDocuments(root, [errors])).toMatchObject([{ path: errors.path, line: 1 }])
  })
})
