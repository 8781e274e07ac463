import { hostname } from 'node:os'
import { readCaptureConfig, readStartOptions, serve } from 'step-2-capture'
import { createApp } from './app.ts'
import { openPersistenceContext } from './persistence-context.ts'

await serve(
  3,
  () =>
    readCaptureConfig(process.env, {
      ...readStartOptions(process.argv.slice(2)),
      hostName: hostname(),
    }),
  async (config, closing) => ({ app: createApp(await openPersistenceContext(config, closing)) }),
)
