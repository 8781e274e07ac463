import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { readKept } from './read-kept.ts'
import { writeAtomically } from './write-atomically.ts'

const shape = z.object({ counts: z.array(z.number()) })

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'read-kept-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

it('reads what was written, and nothing where nothing was', async () => {
  const path = join(await emptyFolder(), 'kept.json')
  expect(await readKept(path, shape)).toEqual({ content: undefined, problem: null })
  await writeAtomically({ path, text: '{"counts":[1,2]}', what: 'the counts' })
  expect(await readKept(path, shape)).toEqual({ content: { counts: [1, 2] }, problem: null })
})

it.each([
  [
    'is cut',
    '{"counts":[1',
    /^kept\.json cannot be read: .*JSON.*; it lies as kept\.json\.damaged/,
  ],
  [
    'has another shape',
    '{"counts":1}',
    /^kept\.json cannot be read: it has another shape; it lies/,
  ],
])('sets a file aside that %s, and says where it lies', async (_, text, problem) => {
  const folder = await emptyFolder()
  const path = join(folder, 'kept.json')
  await writeFile(path, text)
  expect(await readKept(path, shape)).toEqual({
    content: undefined,
    problem: expect.stringMatching(problem),
  })
  expect(await readdir(folder)).toEqual(['kept.json.damaged'])
  expect(await readFile(`${path}.damaged`, 'utf8')).toBe(text)
})

it('leaves what it cannot set aside, and says why it is not read', async () => {
  const folder = await emptyFolder()
  const path = join(folder, 'kept.json')
  await mkdir(path)
  // A file of that name cannot become a folder.
  await writeFile(`${path}.damaged`, '')
  const { problem } = await readKept(path, shape)
  expect(problem).toMatch(/^kept\.json cannot be read: EISDIR[^;]*$/)
})
