import { closeOnSignal, listen } from 'step-1-skeleton'
import { createApp } from './app.ts'
import type { CaptureConfig } from './capture-config.ts'
import type { CaptureContext } from './capture-context.ts'
import { openCapture } from './open-capture.ts'
import { privilegeWarning } from './privilege.ts'

/** Serves step 2 until a signal comes; then the run ends in good order before the server does. */
export async function startServer(
  config: CaptureConfig,
): Promise<{ context: CaptureContext; url: string }> {
  const context = await openCapture(config)
  const { url, close } = await listen(createApp(context), config)
  closeOnSignal(async () => {
    await context.close()
    await close()
  })
  const warning = privilegeWarning(process.getuid?.())
  if (warning) console.error(warning)
  console.log(`Net Anomaly, step 2: ${url}  (routes: ${url}/docs)`)
  return { context, url }
}
