import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { OpenedServer } from 'step-1-skeleton/contract'
import { createApp } from '../src/app.ts'
import { type CaptureConfig, readCaptureConfig } from '../src/serve/capture-config.ts'
import type { CaptureContext } from '../src/serve/capture-context.ts'
import { openCapture } from '../src/serve/open-capture.ts'

export interface OpenedCaptureApp extends OpenedServer {
  readonly app: OpenAPIHono
  readonly context: CaptureContext
  readonly folder: string
  close(): Promise<void>
}

/** Step 2's app without a socket, on a folder of its own. */
export async function openCaptureApp(
  changes: Partial<CaptureConfig & Pick<CaptureContext, 'uploads' | 'samples'>> = {},
): Promise<OpenedCaptureApp> {
  const closing = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'step-2-'))
  closing.defer(() => rm(folder, { recursive: true }))
  const { uploads, samples, ...config } = changes
  const opened = await openCapture({ ...(await testConfig(folder)), ...config }, closing)
  const context: CaptureContext = {
    ...opened,
    ...(uploads ? { uploads } : {}),
    ...(samples ? { samples } : {}),
  }
  const app = createApp(context)
  return {
    app,
    context,
    folder,
    request: async (path, init) => app.request(path, init),
    close: () => closing.disposeAsync(),
  }
}

/** Everything of a server lies in one folder, and it listens on a free port. */
export function testConfig(folder: string): Promise<CaptureConfig> {
  const env = { DATA_DIR: join(folder, 'data'), LOG_DIR: join(folder, 'logs'), PORT: '0' }
  return readCaptureConfig({ ...env, RESULTS_DIR: folder, PATH: process.env.PATH })
}
