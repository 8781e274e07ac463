import { closeOnSignal, describeFailure, listen, toAppError } from 'step-1-skeleton'
import { createApp } from './app.ts'
import { readCaptureConfig } from './capture-config.ts'
import { openCapture } from './open-capture.ts'

try {
  const config = readCaptureConfig(process.env)
  const context = await openCapture(config)
  const { url, close } = await listen(createApp(context), config)
  closeOnSignal(async () => {
    // The last packets are judged and written before anything closes.
    await context.monitor.close()
    await close()
  })
  console.log(`Net Anomaly, step 2: ${url}  (routes: ${url}/docs)`)
} catch (error) {
  console.error(describeFailure(toAppError(error)))
  process.exitCode = 1
}
