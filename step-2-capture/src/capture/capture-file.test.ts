import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CaptureFile } from './capture-file.ts'

describe('CaptureFile', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capture-file-'))
    path = join(folder, 'a.pcap')
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function read(file: CaptureFile, signal = new AbortController().signal): Promise<Buffer> {
    const chunks: Buffer[] = []
    // A chunk is valid until the next is asked for, so it is copied.
    for await (const chunk of file.open(signal)) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  }

  it('gives every byte of a file of several chunks, and tells how many they are', async () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 2_500_000 }, (_, index) => index % 251))
    await writeFile(path, bytes)
    const file = new CaptureFile({ path, links: 'refuse' })
    expect((await read(file)).equals(bytes)).toBe(true)
    expect(file.byteCount).toBe(bytes.length)
  })

  it('ends between two chunks when it is stopped', async () => {
    await writeFile(path, Buffer.alloc(5_000_000))
    const controller = new AbortController()
    let byteCount = 0
    for await (const chunk of new CaptureFile({ path, links: 'refuse' }).open(controller.signal)) {
      byteCount += chunk.length
      controller.abort()
    }
    expect(byteCount).toBe(1_048_576)
  })

  it('follows a link only where the user named it', async () => {
    await writeFile(path, 'content')
    const link = join(folder, 'link.pcap')
    await symlink(path, link)
    expect((await read(new CaptureFile({ path: link, links: 'follow' }))).toString()).toBe(
      'content',
    )
    await expect(read(new CaptureFile({ path: link, links: 'refuse' }))).rejects.toMatchObject({
      code: 'E_NO_FILE',
      message: expect.stringContaining('symbolic link'),
    })
  })

  it.each([
    ['that is not there', 'nothing.pcap', 'no such file'],
    ['that is a folder', '.', 'folder'],
  ])('says why it cannot read a file %s', async (_, name, reason) => {
    const file = new CaptureFile({ path: join(folder, name), links: 'follow' })
    await expect(read(file)).rejects.toMatchObject({
      code: 'E_NO_FILE',
      message: expect.stringContaining(reason),
    })
  })
})
