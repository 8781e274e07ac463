import { closeOnSignal, listen } from 'step-1-skeleton'
import { createApp } from '../app.ts'
import type { CaptureConfig } from '../serve/capture-config.ts'
import type { CaptureContext } from '../serve/capture-context.ts'
import { openCapture } from '../serve/open-capture.ts'
import { privilegeWarning } from '../serve/privilege.ts'

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
