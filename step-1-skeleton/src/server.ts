import { createApp } from './app.ts'
import { readStartOptions, step1Options } from './config/start-options.ts'
import { readServerConfig } from './listen.ts'
import { openSkeleton } from './open-skeleton.ts'
import { serve } from './serve.ts'

await serve(
  1,
  () => readServerConfig(process.env, readStartOptions(process.argv.slice(2), step1Options)),
  async (config, closing) => ({
    app: createApp(await openSkeleton(config, closing)),
    notes: async () => [`Scores come from ${config.algorithm}.`],
  }),
)
