import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RotatingFile } from './rotating-file.ts'

describe('RotatingFile', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rotating-'))
    path = join(folder, 'logs', 'a.csv')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const read = (name: string) => readFile(join(folder, 'logs', name), 'utf8')

  it('appends to what is there, and names the columns once', async () => {
    for (const line of ['1\n', '2\n']) {
      const file = new RotatingFile({ path, header: 'column' })
      file.write(line)
      file.close()
    }
    expect(await read('a.csv')).toBe('column\n1\n2\n')
  })

  it('keeps three files of bounded size, each with the names of the columns', async () => {
    const file = new RotatingFile({ path, header: 'column', fileBytesMax: 20 })
    for (let line = 10; line < 30; line++) {
      file.write(`${line}\n`)
      file.flush()
    }
    file.close()
    expect((await readdir(join(folder, 'logs'))).sort()).toEqual(['a.1.csv', 'a.2.csv', 'a.csv'])
    const texts = [await read('a.2.csv'), await read('a.1.csv'), await read('a.csv')]
    for (const text of texts) expect(text).toMatch(/^column\n/)
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(20)
    const lines = texts.flatMap((text) => text.trimEnd().split('\n').slice(1))
    // The newest lines, in order, without a gap.
    expect(lines).toEqual(Array.from(lines, (_, index) => String(30 - lines.length + index)))
    expect(lines.length).toBeGreaterThanOrEqual(8)
  })

  it('starts over, and keeps what was there once more', async () => {
    const file = new RotatingFile({ path })
    for (const run of ['first\n', 'second\n', 'third\n']) {
      file.startOver()
      file.write(run)
      file.flush()
    }
    file.close()
    expect(await read('a.csv')).toBe('third\n')
    expect(await read('a.previous.csv')).toBe('second\n')
    expect(await readdir(join(folder, 'logs'))).toHaveLength(2)
  })

  it('keeps text and bytes in the order in which they came', async () => {
    const file = new RotatingFile({ path })
    file.write('1')
    file.writeBytes(Buffer.from('2'))
    file.write('3')
    file.close()
    expect(await read('a.csv')).toBe('123')
  })

  it('stops writing when the disk does not take it, and says why', async () => {
    await writeFile(join(folder, 'logs'), 'a file where the folder should be')
    const file = new RotatingFile({ path })
    file.write('text')
    expect(file.problem).toBeUndefined()
    file.flush()
    expect(file.problem).toContain('a.csv')
    file.write('more')
    file.close()
  })
})
