import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCaptureApp } from '../../test/open-capture-app.ts'
import { talk } from '../../test/talk-detector.ts'
import { fileByPath } from './file-by-path.ts'

describe('a capture file by its path', () => {
  let folder: string
  let allowed: string
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'by-path-')))
    allowed = join(folder, 'captures')
    await mkdir(join(allowed, 'deep'), { recursive: true })
    await writeFile(join(allowed, 'deep', 'a.pcap'), talk(3).bytes())
    await writeFile(join(folder, 'secret.pcap'), talk(3).bytes())
    await symlink(join(folder, 'secret.pcap'), join(allowed, 'link.pcap'))
    await symlink(allowed, join(folder, 'way'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('is read below an allowed folder, also through a link to it', async () => {
    const path = join(allowed, 'deep', 'a.pcap')
    for (const name of [path, join(folder, 'way', 'deep', 'a.pcap')]) {
      expect(await fileByPath(name, [allowed])).toMatchObject({ path, name: 'a.pcap' })
    }
  })

  it.each(['link.pcap', '../secret.pcap', '.', '..', 'missing.pcap', 'deep/../../secret.pcap'])(
    'is refused as %s, whether it is there or not',
    async (name) => {
      const refused = { code: 'E_NO_FILE', message: expect.stringContaining('no file below') }
      await expect(fileByPath(join(allowed, name), [allowed])).rejects.toMatchObject(refused)
      await expect(fileByPath(`${allowed}/${name}`, [])).rejects.toMatchObject(refused)
    },
  )

  it('is a run of the server', async () => {
    const app = await openCaptureApp({
      runs: { interfaces: [], folders: [], fileFolders: [allowed] },
    })
    const post = async (path: string) => {
      const source = { kind: 'pcap', path }
      const response = await app.request('/api/runs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ source }),
      })
      return { status: response.status, body: await response.json() }
    }
    const name = { kind: 'pcap', name: 'a.pcap' }
    expect(await post(join(allowed, 'deep', 'a.pcap'))).toMatchObject({
      status: 201,
      body: { source: name },
    })
    expect(await post(join(folder, 'secret.pcap'))).toMatchObject({ status: 404 })
    await app.close()
  })
})
