import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { createApp } from '../src/app.ts'
import { isolationForest } from '../src/isolation-forest.ts'
import { ModelFile } from '../src/model-file.ts'
import { ModelHolder } from '../src/model-holder.ts'
import { itemFeatures } from '../src/schema.ts'
import type { OpenedServer } from './contract.ts'

export interface OpenedApp extends OpenedServer {
  readonly app: OpenAPIHono
  close(): Promise<void>
}

/** Step 1's app without a socket, on a data folder of its own, or on the one given. */
export async function openApp(dataFolder?: string): Promise<OpenedApp> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'step-1-')))
  const file = new ModelFile(join(folder, 'model.json'))
  const holder = await ModelHolder.open(isolationForest, file, itemFeatures)
  const app = createApp({ holder, now: () => new Date(), step: 1, mode: 'features' })
  return {
    app,
    request: async (path, init) => app.request(path, init),
    close: async () => {
      if (!dataFolder) await rm(folder, { recursive: true })
    },
  }
}
