import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { isolationForest } from './isolation-forest.ts'
import { Model } from './model.ts'
import { ModelFile } from './model-file.ts'

const now = new Date('2026-01-05T09:30:00Z')
const rows = Array.from({ length: 100 }, (_, index) => [Math.sin(index)])
const train = () =>
  Model.train(isolationForest, rows, { features: ['x'], contamination: 0.05, now })

describe('model file', () => {
  let folder: string
  let file: ModelFile
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'model-file-'))
    file = new ModelFile(join(folder, 'data/model.json'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('has no model until one is saved', async () => {
    expect(await file.load(isolationForest)).toBeUndefined()
  })

  it('makes its folder at the first save, and leaves nothing else in it', async () => {
    const model = train()
    await file.save(model)
    expect((await file.load(isolationForest))?.id).toBe(model.id)
    expect(await readdir(join(folder, 'data'))).toEqual(['model.json'])
  })

  it('notices any flipped byte, and leaves the file for a look', async () => {
    await file.save(train())
    const saved = await readFile(file.path)
    for (let offset = 0; offset < saved.length; offset += Math.ceil(saved.length / 50)) {
      const flipped = Buffer.from(saved)
      flipped[offset] = (flipped[offset] ?? 0) ^ 1
      await writeFile(file.path, flipped)
      await expect(file.load(isolationForest), `byte ${offset}`).rejects.toMatchObject({
        code: 'E_MODEL_DAMAGED',
      })
    }
    expect((await readFile(file.path)).length).toBe(saved.length)
  })

  it.each([
    ['a digit that changes no number', '"threshold":0.95', '"threshold":0.950'],
    ['a space', '"format":1', '"format": 1'],
    ['a field of its own', '{', '{"more":1,'],
  ])('notices %s', async (_, before, after) => {
    await file.save(train())
    await writeFile(file.path, (await readFile(file.path, 'utf8')).replace(before, after))
    await expect(file.load(isolationForest)).rejects.toMatchObject({ code: 'E_MODEL_DAMAGED' })
  })

  it('refuses a file that was cut off', async () => {
    await file.save(train())
    await truncate(file.path, 1000)
    await expect(file.load(isolationForest)).rejects.toMatchObject({ code: 'E_MODEL_DAMAGED' })
  })

  it('refuses a huge file before it reads it', async () => {
    await file.save(train())
    await truncate(file.path, 64 * 1024 * 1024 + 1) // Holes take no room on the disk.
    await expect(file.load(isolationForest)).rejects.toMatchObject({
      code: 'E_MODEL_DAMAGED',
      message: expect.stringContaining('67108865 bytes, over 67108864'),
    })
  })

  it('refuses a file that is nested too deeply to be a model', async () => {
    await mkdir(join(folder, 'data'))
    const depth = 100_000
    await writeFile(file.path, `${'['.repeat(depth)}${']'.repeat(depth)}`)
    await expect(file.load(isolationForest)).rejects.toMatchObject({ code: 'E_MODEL_DAMAGED' })
  })

  it('says so when it cannot save, and keeps the old model', async () => {
    const model = train()
    await file.save(model)
    const blocked = new ModelFile(join(file.path, 'model.json')) // A file where a folder must be.
    await expect(blocked.save(train())).rejects.toMatchObject({ code: 'E_NOT_SAVED', status: 507 })
    expect((await file.load(isolationForest))?.id).toBe(model.id)
  })

  it('leaves no draft behind when the rename fails', async () => {
    await mkdir(join(file.path, 'in-the-way'), { recursive: true })
    await expect(file.save(train())).rejects.toMatchObject({ code: 'E_NOT_SAVED' })
    expect(await readdir(join(folder, 'data'))).toEqual(['model.json'])
  })

  it('puts a new file in the place of the old, which is never written into', async () => {
    await file.save(train())
    const old = await readFile(file.path, 'utf8')
    const reader = await open(file.path)
    try {
      await file.save(train())
      // A process that has the old model open reads it to its end.
      expect(await reader.readFile('utf8')).toBe(old)
      expect(await readFile(file.path, 'utf8')).not.toBe(old)
    } finally {
      await reader.close()
    }
  })

  it('leaves the old model or the new when the process is killed while it saves', async () => {
    await file.save(train())
    for (let round = 0; round < 8; round++) {
      const child = await startSaver(file)
      for (let turn = 0; turn < round; turn++) await new Promise(setImmediate)
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(await file.load(isolationForest)).toBeInstanceOf(Model)
    }
  })

  it('is saved no more once the process that asked for it is gone', async () => {
    const child = await startSaver(file)
    child.stdin.end() // As the system does for a process that was killed.
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})

/** A process that saves without end. */
async function startSaver({ path }: ModelFile) {
  const child = spawn(process.execPath, [saver, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

const saver = fileURLToPath(new URL('../test/save-forever.ts', import.meta.url))
