import { fileURLToPath } from 'node:url'
import { type CaptureConfig, readCaptureConfig } from 'step-3-persistence'

export interface DashboardConfig extends CaptureConfig {
  /** Where `vite build` put the pages. */
  readonly webFolder: string
}

/** What step 3 reads, and where the pages are. @throws AppError `E_BAD_CONFIG` */
export function readDashboardConfig(env: Record<string, string | undefined>): DashboardConfig {
  return {
    ...readCaptureConfig(env),
    webFolder: fileURLToPath(new URL('../web/dist', import.meta.url)),
  }
}
