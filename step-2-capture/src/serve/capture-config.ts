import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readServerConfig, type ServerConfig } from 'step-1-skeleton'
import type { RunFolders } from '../run/messages.ts'

export interface CaptureConfig extends ServerConfig {
  readonly files: RunFolders
  readonly samplesFolder: string
  /** Folders of programs, as in PATH: where tcpdump is looked for. */
  readonly searchPath: string
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * What step 1 reads, and LOG_DIR and RESULTS_DIR. Whoever moves the data elsewhere with DATA_DIR
 * finds logs and results there too. @throws AppError `E_BAD_CONFIG`
 */
export function readCaptureConfig(env: Record<string, string | undefined>): CaptureConfig {
  const server = readServerConfig(env)
  const home = env.DATA_DIR ? server.dataFolder : root
  return {
    ...server,
    files: {
      logFolder: env.LOG_DIR || join(home, 'logs'),
      resultsFolder: env.RESULTS_DIR || home,
    },
    samplesFolder: join(root, 'samples'),
    searchPath: env.PATH ?? '',
  }
}
