import { mkdir, mkdtemp, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readRuleFiles, ruleFileCountMax, rulesBytesMax, rulesStamp } from './rule-files.ts'

const newFolder = () => mkdtemp(join(tmpdir(), 'rules-'))

describe('readRuleFiles', () => {
  it('reads files, and those that end in .rules below folders, by name', async () => {
    const folder = await newFolder()
    await mkdir(join(folder, 'more'))
    await writeFile(join(folder, 'b.rules'), 'b')
    await writeFile(join(folder, 'more', 'a.rules'), 'a')
    await writeFile(join(folder, 'more', 'z.rules.gz'), gzipSync('packed'))
    await writeFile(join(folder, 'notes.txt'), 'n')
    const named = [folder, join(folder, 'notes.txt')]
    expect((await readRuleFiles(named)).map(({ content }) => content)).toEqual([
      'b',
      'a',
      'packed',
      'n',
    ])
  })

  it.each([
    ['no text', Buffer.from([0x23, 0, 0])],
    ['damaged', Buffer.from([0x1f, 0x8b, 0, 0])],
    ['more than there may be, packed', gzipSync(Buffer.alloc(rulesBytesMax + 1, 35))],
  ])('says which file is missing or %s', async (_what, content) => {
    const folder = await newFolder()
    await writeFile(join(folder, 'x.rules'), content)
    const bad = { code: 'E_BAD_RULES' }
    await expect(readRuleFiles([folder])).rejects.toMatchObject({
      ...bad,
      message: expect.stringContaining('x.rules'),
    })
    await expect(readRuleFiles([join(folder, 'none')])).rejects.toMatchObject(bad)
  })

  it('takes no more files and bytes than its limits', async () => {
    const many = await newFolder()
    for (let n = 0; n <= ruleFileCountMax; n++) await writeFile(join(many, `${n}.rules`), '')
    await expect(readRuleFiles([many])).rejects.toMatchObject({ code: 'E_BAD_RULES' })
    const large = join(await newFolder(), 'large.rules')
    await writeFile(large, '')
    await truncate(large, rulesBytesMax + 1)
    await expect(readRuleFiles([large])).rejects.toMatchObject({ code: 'E_BAD_RULES' })
  })

  it('sees that a file has changed', async () => {
    const folder = await newFolder()
    const before = await rulesStamp([folder])
    await writeFile(join(folder, 'a.rules'), '# one')
    const after = await rulesStamp([folder])
    expect(after).not.toBe(before)
    expect(await rulesStamp([folder])).toBe(after)
  })
})
