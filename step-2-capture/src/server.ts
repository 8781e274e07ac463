import { hostname } from 'node:os'
import { serve } from 'step-1-skeleton'
import { readStartOptions } from 'step-1-skeleton/config'
import { createApp } from './app.ts'
import { readCaptureConfig } from './serve/capture-config.ts'
import { openCapture } from './serve/open-capture.ts'
import { runNotes, startRuns } from './serve/start-runs.ts'

await serve(
  2,
  () =>
    readCaptureConfig(process.env, {
      ...readStartOptions(process.argv.slice(2)),
      hostName: hostname(),
    }),
  async (config, closing) => {
    const context = await openCapture(config, closing)
    return {
      app: createApp(context),
      onListening: () => startRuns(context, config),
      notes: async (url) => runNotes(context, url),
    }
  },
)
