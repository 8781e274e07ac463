import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { readCaptureConfig } from 'step-2-capture'
import { createApp } from '../src/app.ts'
import type { PersistenceOptions } from '../src/persistence.ts'
import { openPersistenceContext, type PersistenceContext } from '../src/persistence-context.ts'

export interface OpenedApp extends PersistenceContext {
  readonly app: OpenAPIHono
  request(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

export interface OpenAppOptions extends Pick<PersistenceOptions, 'channels' | 'retention'> {
  /** The default is one of its own, which goes when the app is closed. */
  readonly dataFolder?: string
}

/** Step 3's app without a socket. */
export async function openApp({ dataFolder, ...rest }: OpenAppOptions = {}): Promise<OpenedApp> {
  const closing = new AsyncDisposableStack()
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'step-3-')))
  if (!dataFolder) closing.defer(() => rm(folder, { recursive: true }))
  const config = { ...(await readCaptureConfig({ DATA_DIR: folder })), ...rest }
  const context = await openPersistenceContext(config, closing)
  const app = createApp(context)
  return {
    ...context,
    app,
    request: async (path, init) => app.request(path, init),
    close: () => closing.disposeAsync(),
  }
}
