import { serve } from 'step-1-skeleton'
import { createApp } from './app.ts'
import { readCaptureConfig } from './serve/capture-config.ts'
import { openCapture } from './serve/open-capture.ts'

await serve(
  2,
  () => readCaptureConfig(process.env),
  async (config, closing) => ({ app: createApp(await openCapture(config, closing)) }),
)
