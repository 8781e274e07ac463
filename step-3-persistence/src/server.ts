import { hostname } from 'node:os'
import { readCaptureConfig, readStartOptions, runNotes, serve, startRuns } from 'step-2-capture'
import { createApp } from './app.ts'
import { openPersistenceContext } from './persistence-context.ts'

await serve(
  3,
  () =>
    readCaptureConfig(process.env, {
      ...readStartOptions(process.argv.slice(2)),
      hostName: hostname(),
    }),
  async (config, closing) => {
    const context = await openPersistenceContext({ ...config, say: console.log }, closing)
    return {
      app: createApp(context),
      onListening: () => startRuns(context, config),
      notes: async (url) => runNotes(context, url),
    }
  },
)
