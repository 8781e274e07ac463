import {
  closeOnSignal,
  describeFailure,
  listen,
  readCaptureConfig,
  toAppError,
} from 'step-2-capture'
import { createApp } from './app.ts'
import { openPersistenceContext } from './persistence-context.ts'

try {
  const config = readCaptureConfig(process.env)
  const context = await openPersistenceContext(config)
  const { url, close } = await listen(createApp(context), config)
  closeOnSignal(async () => {
    // The last packets are judged and stored, and the last answers sent, before the store closes.
    await context.monitor.close()
    await close()
    await context.close()
  })
  console.log(`Net Anomaly, step 3: ${url}  (routes: ${url}/docs)`)
} catch (error) {
  console.error(describeFailure(toAppError(error)))
  process.exitCode = 1
}
