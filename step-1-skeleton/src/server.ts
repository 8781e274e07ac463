import { createApp } from './app.ts'
import { readServerConfig } from './listen.ts'
import { openSkeleton } from './open-skeleton.ts'
import { serve } from './serve.ts'

await serve(
  1,
  () => readServerConfig(process.env),
  async (config, closing) => ({ app: createApp(await openSkeleton(config, closing)) }),
)
