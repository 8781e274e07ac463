import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isolationForest } from './isolation-forest.ts'
import { ModelFile } from './model-file.ts'
import { ModelHolder } from './model-holder.ts'

const features = ['x']
const options = { features, contamination: 0.05, now: new Date('2026-01-05T09:30:00Z') }
const rows = Array.from({ length: 100 }, (_, index) => [Math.sin(index)])

describe('model holder', () => {
  let folder: string
  let file: ModelFile
  const open = (wanted = features) => ModelHolder.open(isolationForest, file, wanted)
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'model-holder-'))
    file = new ModelFile(join(folder, 'model.json'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('asks for training as long as there is no model', async () => {
    const holder = await open()
    expect(holder.model).toBeUndefined()
    expect(holder.problem).toBeUndefined()
    expect(() => holder.require()).toThrow(expect.objectContaining({ code: 'E_NO_MODEL' }))
  })

  it('has the model again after a restart', async () => {
    const model = await (await open()).train(rows, options)
    expect((await open()).require().id).toBe(model.id)
  })

  it('reports a damaged model, leaves it in place, and replaces it when trained', async () => {
    await writeFile(file.path, '{"format":1')
    const holder = await open()
    expect(holder.problem?.code).toBe('E_MODEL_DAMAGED')
    expect(() => holder.require()).toThrow(holder.problem)
    expect(await readFile(file.path, 'utf8')).toBe('{"format":1')
    await holder.train(rows, options)
    expect(holder.problem).toBeUndefined()
    expect((await open()).problem).toBeUndefined()
  })

  it('does not use a model of other features', async () => {
    await (await open()).train(rows, options)
    const holder = await open(['x', 'y'])
    expect(holder.model).toBeUndefined()
    expect(holder.problem?.message).toContain('it looks at x, this server at x, y')
  })

  it('keeps the old model when the new one cannot be learned', async () => {
    const holder = await open()
    const model = await holder.train(rows, options)
    await expect(holder.train([], options)).rejects.toMatchObject({ code: 'E_TOO_FEW_ITEMS' })
    expect(holder.require()).toBe(model)
  })

  it('keeps the old model when the new one cannot be saved, and can train again', async () => {
    const holder = await open()
    const model = await holder.train(rows, options)
    await rm(folder, { recursive: true })
    await writeFile(folder, '') // A file where the folder must be.
    await expect(holder.train(rows, options)).rejects.toMatchObject({ code: 'E_NOT_SAVED' })
    expect(holder.require()).toBe(model)
    await rm(folder)
    await holder.train(rows, options)
    expect((await open()).require().id).toBe(holder.require().id)
  })

  it('gives up a training when it is closed, and saves nothing of it', async () => {
    const holder = await open()
    const many = Array.from({ length: 20_000 }, (_, index) => [Math.sin(index)])
    const training = holder.train(many, options)
    const closed = holder.close()
    await expect(training).rejects.toMatchObject({ code: 'E_CLOSING' })
    await closed
    expect((await open()).model).toBeUndefined()
  })

  it('lets others have their turn while it trains', async () => {
    const holder = await open()
    const many = Array.from({ length: 20_000 }, (_, index) => [Math.sin(index)])
    let turnCount = 0
    const timer = setInterval(() => turnCount++)
    await holder.train(many, options)
    clearInterval(timer)
    expect(turnCount).toBeGreaterThan(30)
  })

  it('ends with one model in memory and on disk, however many train at once', async () => {
    const holder = await open()
    await Promise.all(Array.from({ length: 10 }, () => holder.train(rows, options)))
    expect((await open()).require().id).toBe(holder.require().id)
  })
})
