import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AlgorithmName } from '../src/algorithms.ts'
import { createApp } from '../src/app.ts'
import { openSkeleton } from '../src/open-skeleton.ts'
import type { OpenedServer } from './contract.ts'

export interface OpenedApp extends OpenedServer {
  readonly app: OpenAPIHono
  close(): Promise<void>
}

/** Step 1's app without a socket, on a data folder of its own, or on the one given. */
export async function openApp(
  dataFolder?: string,
  algorithm: AlgorithmName = 'isolation-forest',
): Promise<OpenedApp> {
  const closing = new AsyncDisposableStack()
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'step-1-')))
  if (!dataFolder) closing.defer(() => rm(folder, { recursive: true }))
  const app = createApp(await openSkeleton({ dataFolder: folder, algorithm }, closing))
  return {
    app,
    request: async (path, init) => app.request(path, init),
    close: () => closing.disposeAsync(),
  }
}
