import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { readCaptureConfig } from 'step-2-capture'
import { createApp } from '../src/app.ts'
import { openPersistenceContext, type PersistenceContext } from '../src/persistence-context.ts'

export interface OpenedApp extends PersistenceContext {
  readonly app: OpenAPIHono
  request(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/** Step 3's app without a socket, on a data folder of its own, or on the one given. */
export async function openApp(dataFolder?: string): Promise<OpenedApp> {
  const closing = new AsyncDisposableStack()
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'step-3-')))
  if (!dataFolder) closing.defer(() => rm(folder, { recursive: true }))
  const context = await openPersistenceContext(readCaptureConfig({ DATA_DIR: folder }), closing)
  const app = createApp(context)
  return {
    ...context,
    app,
    request: async (path, init) => app.request(path, init),
    close: () => closing.disposeAsync(),
  }
}
