import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { OpenedServer } from 'step-1-skeleton/contract'
import { createApp } from '../src/app.ts'
import type { CaptureConfig } from '../src/serve/capture-config.ts'
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
  const folder = await mkdtemp(join(tmpdir(), 'step-2-'))
  const { uploads, samples, ...config } = changes
  const opened = await openCapture({
    port: 0,
    host: '127.0.0.1',
    dataFolder: join(folder, 'data'),
    files: { logFolder: join(folder, 'logs'), resultsFolder: folder },
    samplesFolder: fileURLToPath(new URL('../../samples', import.meta.url)),
    searchPath: process.env.PATH ?? '',
    ...config,
  })
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
    close: async () => {
      await context.close()
      await rm(folder, { recursive: true })
    },
  }
}
