import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { testConfig } from '../../test/open-capture-app.ts'
import { createApp } from '../app.ts'
import { segmentName } from '../capture/ring/ring-folder.ts'
import { defaultModelPath } from '../train/default-model.ts'
import { openCapture } from './open-capture.ts'

it('answers and reads captures with a shipped model that does not fit, and says how to train', async () => {
  await using closing = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'step-2-'))
  closing.defer(() => rm(folder, { recursive: true }))
  // As after a change of the features: the model knows one less.
  const bundle = JSON.parse(await readFile(defaultModelPath, 'utf8'))
  bundle.typical.pop()
  const defaultModel = join(folder, 'default.json')
  await writeFile(defaultModel, JSON.stringify(bundle))
  const context = await openCapture(await testConfig(folder), closing, { defaultModel })
  const app = createApp(context)
  const get = async (path: string) => (await app.request(path)).json()
  expect(await get('/health')).toMatchObject({
    status: 'degraded',
    problems: [expect.stringMatching(/train again: POST \/api\/train$/)],
  })
  await context.monitor.start({
    kind: 'simulate',
    name: 'office',
    seed: 1,
    durationSeconds: 20,
  })
  await vi.waitUntil(() => context.monitor.status().state === 'done', { timeout: 20_000 })
  expect(await get('/api/status')).toMatchObject({ state: 'done', model: null, error: null })
})

it.each([
  { clock: 'that goes on', aheadDays: 0, kept: 0 },
  { clock: 'that jumped two years ahead', aheadDays: 730, kept: 1 },
])('keeps $kept of one old packet file by a clock $clock', async ({ aheadDays, kept }) => {
  await using closing = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'step-2-'))
  closing.defer(() => rm(folder, { recursive: true }))
  const config = await testConfig(folder)
  const packets = join(config.dataFolder, 'packets')
  const clock = join(config.dataFolder, 'retention-clock.json')
  const dayMs = 86_400_000
  await mkdir(packets, { recursive: true })
  const path = join(packets, segmentName({ name: 'eth0', startId: 'run', base: 24 }))
  await writeFile(path, 'packets')
  const age = aheadDays === 0 ? 8 : aheadDays
  const writtenAt = new Date(Date.now() - age * dayMs)
  await utimes(path, writtenAt, writtenAt)
  await writeFile(clock, JSON.stringify({ believedMs: Date.now() - aheadDays * dayMs, runMs: 0 }))
  await openCapture(config, closing)
  expect(await readdir(packets)).toHaveLength(kept)
  expect((await stat(clock)).mode & 0o077).toBe(0)
})
