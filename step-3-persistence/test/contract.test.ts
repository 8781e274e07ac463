import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCaptureConfig, startServer } from 'step-2-capture'
import { step2Contract } from 'step-2-capture/contract'
import { describe } from 'vitest'
import { createApp } from '../src/app.ts'
import { openPersistenceContext } from '../src/persistence-context.ts'
import { type PersistingServer, step3Contract } from './step-3-contract.ts'

describe('the server, behind its guard', () => {
  step2Contract(() => openServer())
  step3Contract(openServer)
})

async function openServer(dataFolder?: string): Promise<PersistingServer> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'step-3-')))
  const config = await readCaptureConfig({ DATA_DIR: folder, PORT: '0' })
  const { url, close } = await startServer(config, async (config, closing) => {
    if (!dataFolder) closing.defer(() => rm(folder, { recursive: true }))
    return { app: createApp(await openPersistenceContext(config, closing)) }
  })
  return { request: (path, init) => fetch(url + path, init), close }
}
