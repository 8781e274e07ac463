import { join } from 'node:path'
import { createApp } from './app.ts'
import { closeOnSignal } from './close-on-signal.ts'
import { toAppError } from './errors.ts'
import { isolationForest } from './isolation-forest.ts'
import { describeFailure, listen, readServerConfig } from './listen.ts'
import { ModelFile } from './model-file.ts'
import { ModelHolder } from './model-holder.ts'
import { itemFeatures } from './schema.ts'

try {
  const config = readServerConfig(process.env)
  const file = new ModelFile(join(config.dataFolder, 'model.json'))
  const holder = await ModelHolder.open(isolationForest, file, itemFeatures)
  const app = createApp({ holder, now: () => new Date(), step: 1, mode: 'features' })
  const { url, close } = await listen(app, config)
  closeOnSignal(close)
  console.log(`Net Anomaly, step 1: ${url}  (routes: ${url}/docs)`)
} catch (error) {
  console.error(describeFailure(toAppError(error)))
  process.exitCode = 1
}
