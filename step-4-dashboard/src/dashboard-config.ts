import { fileURLToPath } from 'node:url'
import { type CaptureConfig, readCaptureConfig, type StartOptions } from 'step-3-persistence'
import type { LearnSource } from './learn/learn.ts'

export interface DashboardConfig extends CaptureConfig {
  /** Where `vite build` put the pages. */
  readonly webFolder: string
  readonly learn: LearnSource
  /** Shows a line while the start takes long. */
  readonly say?: (line: string) => void
}

/** What step 3 reads, and where the pages are. @throws AppError `E_BAD_CONFIG`, `E_BAD_OPTION` */
export async function readDashboardConfig(
  env: Record<string, string | undefined>,
  options: StartOptions = {},
): Promise<DashboardConfig> {
  return {
    ...(await readCaptureConfig(env, options)),
    webFolder: fileURLToPath(new URL('../web/dist', import.meta.url)),
    // `npm run learn -- run` sets LEARN; without it the learner's files are only counted.
    learn: { ownFolder: env.LEARN || 'my', runsOwnFiles: Boolean(env.LEARN) },
  }
}
