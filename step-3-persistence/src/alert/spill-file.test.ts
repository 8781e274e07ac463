import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppError } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manySources } from '../../test/detections.ts'
import { heldCountMax } from './detection-queue.ts'
import { SpillFile } from './spill-file.ts'

describe('the file of what was not stored', () => {
  let folder: string
  let failures: AppError[]
  let spill: SpillFile
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spill-'))
    failures = []
    spill = new SpillFile(folder, (failure) => failures.push(failure))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('gives back what was written, until it is forgotten, to its owner alone', async () => {
    const batches = [{ runId: 'run-1', detections: manySources(3) }]
    await spill.write(batches, 'the disk is full')
    expect(spill.read()).toEqual(batches)
    const [name = ''] = await readdir(folder)
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect(failures).toMatchObject([{ code: 'E_ALERTS_HELD' }])
    await spill.forget()
    expect(spill.read()).toEqual([])
  })

  it('has its room before the disk is full, and all that may wait fits in', async () => {
    await spill.reserve()
    const [reserve = ''] = await readdir(folder)
    const { size } = await stat(join(folder, reserve))
    await spill.write([{ runId: 'run-1', detections: manySources(heldCountMax) }], 'full')
    const [written = ''] = await readdir(folder)
    expect(written).not.toBe(reserve)
    expect((await stat(join(folder, written))).size).toBeLessThanOrEqual(size)
  })

  it('says so when it is damaged, and leaves it for a look', async () => {
    await spill.write([{ runId: 'run-1', detections: manySources(3) }], 'full')
    const [name = ''] = await readdir(folder)
    await writeFile(join(folder, name), 'no gzip')
    expect(spill.read()).toEqual([])
    expect(failures.at(-1)).toMatchObject({ code: 'E_ALERTS_LOST' })
    expect(await readdir(folder)).toEqual([name])
  })

  it('says what is lost when the disk takes nothing', async () => {
    await rm(folder, { recursive: true })
    await spill.write([{ runId: 'run-1', detections: manySources(3) }], 'full')
    expect(failures).toMatchObject([
      { code: 'E_ALERTS_LOST', message: expect.stringMatching(/^3 detections are lost/) },
    ])
    await writeFile(folder, '') // For the clean-up.
  })
})
