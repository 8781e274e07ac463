import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { isolationForest, itemFeatures, ModelFile, ModelHolder } from 'step-2-capture'
import { createApp } from '../src/app.ts'
import { openPersistence, type Persistence } from '../src/persistence.ts'

export interface OpenedApp {
  readonly app: OpenAPIHono
  readonly persistence: Persistence
  request(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/** Step 3's app without a socket, on a data folder of its own, or on the one given. */
export async function openApp(dataFolder?: string): Promise<OpenedApp> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'step-3-')))
  const now = () => new Date()
  const file = new ModelFile(join(folder, 'model.json'))
  const holder = await ModelHolder.open(isolationForest, file, itemFeatures)
  const persistence = await openPersistence({ dataFolder: folder, now })
  const app = createApp({ holder, now, step: 3, mode: 'features', persistence })
  return {
    app,
    persistence,
    request: async (path, init) => app.request(path, init),
    close: async () => {
      await persistence.close()
      if (!dataFolder) await rm(folder, { recursive: true })
    },
  }
}
