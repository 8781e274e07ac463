import { readCaptureConfig, serve } from 'step-2-capture'
import { createApp } from './app.ts'
import { openPersistenceContext } from './persistence-context.ts'

await serve(
  3,
  () => readCaptureConfig(process.env),
  async (config, closing) => ({ app: createApp(await openPersistenceContext(config, closing)) }),
)
