import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { pcapHeader } from '../pcap/pcap-writer.ts'
import { UploadStore } from './upload-store.ts'

const capture = Buffer.concat([pcapHeader(), Buffer.alloc(2_000)])

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

const uploader = fileURLToPath(new URL('../../test/upload-forever.ts', import.meta.url))

describe('UploadStore', () => {
  let folder: string
  let store: UploadStore
  let time: number
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uploads-'))
    time = Date.UTC(2026, 0, 14)
    store = new UploadStore({ folder, now: laterEachTime, bytesMax: 5_000 })
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** A process that uploads without end. */
  async function startUploader() {
    const child = spawn(process.execPath, [uploader, folder])
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    return child
  }

  function laterEachTime(): Date {
    time += 1000
    return new Date(time)
  }

  it('keeps a capture, plain or gzip, and lists the newest first', async () => {
    const first = await store.save('a.pcap', chunks(capture))
    const second = await store.save('b.pcap.gz', chunks(gzipSync(capture)))
    expect(await store.list()).toEqual([second, first])
    expect(first).toMatchObject({ filename: 'a.pcap', size: capture.length })
    expect(await store.find(first.file_id)).toMatchObject({ filename: 'a.pcap' })
  })

  it.each([
    ['../../x.pcap', 'x.pcap'],
    ['..\\..\\x.pcap', 'x.pcap'],
    ['%2e%2e%2fx.pcap', '%2e%2e%2fx.pcap'],
    ['x\0.pcap', 'x\ufffd.pcap'],
    ['x\u202ecap.exe', 'x\ufffdcap.exe'],
    ['x'.repeat(300), 'x'.repeat(255)],
    ['', 'capture'],
    ['/', 'capture'],
  ])('takes the name %j for data only', async (name, shown) => {
    const kept = await store.save(name, chunks(capture))
    expect(kept.filename).toBe(shown)
    expect((await readdir(folder)).sort()).toEqual(
      [`${kept.file_id}.capture`, `${kept.file_id}.json`].sort(),
    )
  })

  it('takes a file of the largest size, and leaves nothing of one a byte larger', async () => {
    const rest = Buffer.alloc(5_000 - capture.length)
    expect(await store.save('a', chunks(capture, rest))).toMatchObject({ size: 5_000 })
    const tooLarge = store.save('b', chunks(capture, rest, Buffer.alloc(1)))
    await expect(tooLarge).rejects.toMatchObject({ code: 'E_FILE_TOO_LARGE', status: 413 })
    expect(await readdir(folder)).toHaveLength(2)
  })

  it('leaves nothing of an upload that breaks off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield capture
      throw new Error('the sender is gone')
    }
    await expect(store.save('a', broken())).rejects.toThrow('gone')
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    ['a page', Buffer.from('<!doctype html>'.repeat(100))],
    ['a page with the ending of a capture', Buffer.from('<html>')],
    ['gzip of a page', gzipSync('<!doctype html>'.repeat(100))],
    ['gzip of gzip of a capture', gzipSync(gzipSync(capture))],
    ['three bytes', capture.subarray(0, 3)],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s, and keeps nothing of it', async (_, bytes) => {
    await expect(store.save('capture.pcap', chunks(bytes))).rejects.toMatchObject({
      code: 'E_NOT_A_CAPTURE',
      status: 415,
    })
    expect(await readdir(folder)).toEqual([])
  })

  it.each(['/etc/passwd', '../0123456789abcdef', '', '0123456789ABCDEF', '0123456789abcde'])(
    'finds no file for the id %j',
    async (id) => {
      await expect(store.find(id)).rejects.toMatchObject({ code: 'E_NO_FILE', status: 404 })
      await expect(store.remove(id)).rejects.toMatchObject({ code: 'E_NO_FILE' })
    },
  )

  it('finds no file by the beginning of its id, and removes exactly the one named', async () => {
    const first = await store.save('a', chunks(capture))
    const second = await store.save('b', chunks(capture))
    await expect(store.find(first.file_id.slice(0, 8))).rejects.toMatchObject({ code: 'E_NO_FILE' })
    await store.remove(first.file_id)
    expect(await store.list()).toEqual([second])
  })

  it.each(['../outside', '..%2foutside', '/etc/passwd', 'a\0', ''])(
    'takes %j for no id',
    async (id) => {
      const note = { file_id: id, filename: 'a', size: 1, uploaded_at: new Date(0).toISOString() }
      await writeFile(join(folder, 'outside.capture'), capture)
      await writeFile(join(folder, 'outside.json'), JSON.stringify(note))
      await mkdir(join(folder, 'inside'))
      const now = laterEachTime
      const inside = new UploadStore({ folder: join(folder, 'inside'), now, bytesMax: 5_000 })
      await expect(inside.find(id)).rejects.toMatchObject({ code: 'E_NO_FILE' })
      await expect(inside.remove(id)).rejects.toMatchObject({ code: 'E_NO_FILE' })
    },
  )

  it.skipIf(process.platform === 'win32')('keeps files for their owner alone', async () => {
    const { file_id } = await store.save('a', chunks(capture))
    const { mode } = await stat((await store.find(file_id)).path)
    expect(mode & 0o777).toBe(0o600)
  })

  it('does not follow a symbolic link in its folder', async () => {
    const secret = join(folder, 'secret')
    await writeFile(secret, capture)
    const id = '0123456789abcdef'
    await symlink(secret, join(folder, `${id}.capture`))
    const note = { file_id: id, filename: 'a', size: 1, uploaded_at: new Date(0).toISOString() }
    await writeFile(join(folder, `${id}.json`), JSON.stringify(note))
    await expect(store.find(id)).rejects.toMatchObject({ code: 'E_NO_FILE' })
    expect(await store.list()).toEqual([])
  })

  it('takes away what a crash left half-written, and nothing else', async () => {
    const kept = await store.save('a', chunks(capture))
    await writeFile(join(folder, 'ffffffffffffffff.part'), 'half')
    await mkdir(join(folder, 'other'))
    await store.clean()
    expect((await readdir(folder)).sort()).toEqual(
      [`${kept.file_id}.capture`, `${kept.file_id}.json`, 'other'].sort(),
    )
  })

  it.each(['.capture', '.json'])('takes away a half of two files: %s alone', async (half) => {
    const [kept, left] = [
      await store.save('a', chunks(capture)),
      await store.save('b', chunks(capture)),
    ]
    const gone = half === '.json' ? '.capture' : '.json'
    await rm(join(folder, `${left.file_id}${gone}`))
    expect(await store.list()).toEqual([kept])
    await store.clean()
    expect((await readdir(folder)).sort()).toEqual(
      [`${kept.file_id}.capture`, `${kept.file_id}.json`].sort(),
    )
  })

  it('has no capture without its note, whenever the program is killed', async () => {
    for (let round = 0; round < 8; round++) {
      const child = await startUploader()
      await setTimeout(10 + 17 * round)
      child.kill('SIGKILL')
      await once(child, 'exit')
      const names = await readdir(folder)
      const captures = names.filter((name) => name.endsWith('.capture'))
      const alone = captures.filter((name) => !names.includes(name.replace('.capture', '.json')))
      expect(alone).toEqual([])
      await store.clean()
      expect(await readdir(folder)).toHaveLength(2 * (await store.list()).length)
    }
  })

  it('gets no more of a program whose own parent is gone', async () => {
    const child = await startUploader()
    child.stdin.end() // As the system does for a process that was killed.
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('says so when the disk does not take it', async () => {
    await writeFile(join(folder, 'file'), '')
    const blocked = new UploadStore({ folder: join(folder, 'file', 'x'), now: laterEachTime })
    await expect(blocked.save('a', chunks(capture))).rejects.toMatchObject({
      code: 'E_NOT_SAVED',
      status: 507,
    })
  })
})
