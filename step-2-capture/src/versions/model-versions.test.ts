import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftOf, ordinaryRows, smallModel } from '../../test/small-model.ts'
import { defaultModelPath } from '../train/default-model.ts'
import { adoptFormerModel } from './adopt-former.ts'
import { ModelVersions, versionCountMax } from './model-versions.ts'

const firstId = smallModel(1).version
const secondId = smallModel(2).version

describe('the versions of a model', () => {
  let folder: string
  let versions: ModelVersions
  const open = () =>
    ModelVersions.open({ folder: join(folder, 'models'), shippedPath: defaultModelPath })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'versions-'))
    versions = await open()
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function add(seed: number) {
    const model = smallModel(seed)
    const content = { bundle: model.toBundle(), heldOut: ordinaryRows(30, seed) }
    return versions.add(draftOf(model), content)
  }
  const ids = () => versions.list.map(({ model_id }) => model_id)
  const shippedId = () => ids().at(-1) as string

  it('are the shipped model alone at first, which judges', () => {
    expect(versions.list).toMatchObject([{ made_by: 'shipped' }])
    expect(versions.activeVersion?.model_id).toBe(shippedId())
    expect(versions.active?.version).toBe(shippedId())
    expect(versions.activeTrained).toBeUndefined()
  })

  it('judge only once they are activated, and one step leads back', async () => {
    await add(1)
    await add(2)
    expect(ids()).toEqual([secondId, firstId, shippedId()])
    expect(versions.activeTrained).toBeUndefined()
    await versions.activate(firstId)
    await versions.activate(secondId)
    await versions.activate(secondId)
    expect(versions.active?.version).toBe(secondId)
    expect((await versions.rollBack()).model_id).toBe(firstId)
    expect((await versions.rollBack()).model_id).toBe(shippedId())
    expect(versions.activeTrained).toBeUndefined()
    await expect(versions.rollBack()).rejects.toMatchObject({ code: 'E_NOTHING_BEFORE' })
  })

  it('tell who listens which model judges from now on', async () => {
    const told: (string | undefined)[] = []
    versions.onActive((model) => told.push(model?.version))
    await add(1)
    await versions.activate(firstId)
    await versions.rollBack()
    expect(told).toEqual([firstId, shippedId()])
  })

  it('are there after a restart with all that they hold, and the active one judges', async () => {
    const kept = await add(1)
    await add(2)
    await versions.activate(firstId)
    versions = await open()
    expect(versions.active?.version).toBe(firstId)
    expect(versions.find(firstId)).toEqual(kept)
    const { model, heldOut } = await versions.load(firstId)
    expect(heldOut).toEqual(ordinaryRows(30, 1))
    const [row = []] = heldOut
    expect(model.kind === 'window' && model.score(row)).toEqual(smallModel(1).score(row))
    expect((await versions.rollBack()).model_id).toBe(shippedId())
  })

  it('are files that their owner alone may read', async () => {
    await add(1)
    await versions.activate(firstId)
    const models = join(folder, 'models')
    expect((await stat(models)).mode & 0o777).toBe(0o700)
    const names = (await readdir(models)).sort()
    expect(names).toEqual([`${firstId}.json`, `${firstId}.model.json`, 'active.json'])
    for (const name of names) expect((await stat(join(models, name))).mode & 0o777).toBe(0o600)
  })

  it('keep as many as there is room for: the oldest goes, but not what judges or did before', async () => {
    for (let seed = 1; seed <= versionCountMax; seed++) await add(seed)
    await versions.activate(firstId)
    await versions.activate(secondId)
    await add(versionCountMax + 1)
    expect(versions.list).toHaveLength(versionCountMax + 1)
    expect(ids()).toEqual(expect.arrayContaining([firstId, secondId, shippedId()]))
    expect(ids()).not.toContain(smallModel(3).version)
    expect(await readdir(join(folder, 'models'))).toHaveLength(2 * versionCountMax + 1)
  })

  it('are deleted, but not the one that judges and not the shipped one', async () => {
    await add(1)
    await add(2)
    await versions.activate(firstId)
    for (const id of [firstId, shippedId()]) {
      await expect(versions.remove(id)).rejects.toMatchObject({ code: 'E_ACTIVE_VERSION' })
    }
    await versions.remove(secondId)
    expect(ids()).toEqual([firstId, shippedId()])
    expect(() => versions.find(secondId)).toThrow(/no model version has the id/)
    await expect(versions.remove(secondId)).rejects.toMatchObject({ code: 'E_NO_VERSION' })
  })

  it('skip a deleted version on the way back', async () => {
    for (const seed of [1, 2, 3]) await add(seed)
    for (const seed of [1, 2, 3]) await versions.activate(smallModel(seed).version)
    await versions.remove(secondId)
    expect((await versions.rollBack()).model_id).toBe(firstId)
  })

  it('keep the same model once', async () => {
    await add(1)
    await add(1)
    expect(ids()).toEqual([firstId, shippedId()])
  })

  it.each([
    ['a changed model', `${firstId}.model.json`, 'changed'],
    ['a cut model', `${firstId}.model.json`, 'cut'],
    ['a cut record', `${firstId}.json`, 'cut'],
  ])('say what is damaged and the way out, and go on with the others: %s', async (_, name, how) => {
    await add(1)
    await add(2)
    await versions.activate(firstId)
    const path = join(folder, 'models', name)
    const text = await readFile(path, 'utf8')
    await writeFile(
      path,
      how === 'cut' ? text.slice(0, text.length / 2) : text.replace('0.01', '0.02'),
    )
    versions = await open()
    expect(versions.active?.version).toBe(shippedId())
    expect(versions.problem).toMatchObject({
      code: 'E_MODEL_DAMAGED',
      fix: expect.stringContaining(`DELETE /api/models/${firstId}`),
    })
    await expect(versions.activate(firstId)).rejects.toMatchObject({ code: 'E_MODEL_DAMAGED' })
    await versions.activate(secondId)
    expect(versions.problem).toBeUndefined()
    expect(versions.previousVersion?.model_id).toBe(shippedId())
    await versions.remove(firstId)
    expect(versions.damaged.size).toBe(0)
    versions = await open()
    expect(ids()).toEqual([secondId, shippedId()])
  })

  it('mend a damaged one when the same model is imported again', async () => {
    await add(1)
    await writeFile(join(folder, 'models', `${firstId}.model.json`), '{}')
    versions = await open()
    expect([...versions.damaged.keys()]).toEqual([firstId])
    await add(1)
    expect(versions.damaged.size).toBe(0)
    await versions.activate(firstId)
    expect(versions.active?.version).toBe(firstId)
  })

  it('take no model that a crash left without its record, and remove it', async () => {
    await add(1)
    await rm(join(folder, 'models', `${firstId}.json`))
    await writeFile(join(folder, 'models', `${secondId}.json.77.tmp`), '{"model')
    versions = await open()
    expect(ids()).toEqual([shippedId()])
    expect(await readdir(join(folder, 'models'))).toEqual([])
  })

  it('say that the choice cannot be read, until another is made', async () => {
    await add(1)
    await versions.activate(firstId)
    await writeFile(join(folder, 'models', 'active.json'), 'first')
    versions = await open()
    expect(versions.problem?.fix).toContain('Activate a version again')
    await versions.activate(firstId)
    expect(versions.problem).toBeUndefined()
  })

  it('leave everything as it was on a disk that takes nothing', async () => {
    const models = join(folder, 'models')
    await add(1)
    // No right stops root, so something lies in the way of what would be written.
    await rename(models, `${models}.aside`)
    await writeFile(models, '')
    await expect(add(2)).rejects.toMatchObject({ code: 'E_NOT_SAVED' })
    await rm(models)
    await rename(`${models}.aside`, models)
    await mkdir(join(models, 'active.json', 'in-the-way'), { recursive: true })
    await expect(versions.activate(firstId)).rejects.toMatchObject({ code: 'E_NOT_SAVED' })
    expect(versions.activeTrained).toBeUndefined()
    expect(ids()).toEqual([firstId, shippedId()])
  })

  it('take over the one model of version 0.1, which goes on judging', async () => {
    const path = join(folder, 'window-model.json')
    await writeFile(path, JSON.stringify(smallModel(1).toBundle()))
    expect(await adoptFormerModel(path, versions, new Date(5))).toBeUndefined()
    expect(versions.activeVersion).toMatchObject({ model_id: firstId, made_by: 'import' })
    expect(await readdir(folder)).toEqual(['models'])
    await writeFile(path, '{}')
    expect(await adoptFormerModel(path, versions, new Date(5))).toMatchObject({
      code: 'E_MODEL_DAMAGED',
    })
    expect(await readdir(folder)).toContain('window-model.json')
  })
})
