import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readServerConfig, type ServerConfig } from 'step-1-skeleton'
import { type StartOptions, sectionSettings } from 'step-1-skeleton/config'
import type { RunFolders } from '../run/messages.ts'
import { type CaptureSettings, captureSection } from './capture-section.ts'
import { type ModelsSettings, modelsSection } from './models-section.ts'
import { type RetentionSettings, retentionSection } from './retention-section.ts'
import { type RunConfig, readRunConfig } from './run-config.ts'
import { type RunsSettings, runsSection } from './runs-section.ts'
import { readStartSources, type StartSource } from './start-sources.ts'

export interface CaptureConfig extends ServerConfig, RunConfig {
  readonly files: RunFolders
  readonly samplesFolder: string
  /** What runs as soon as the server listens. */
  readonly startSources: readonly StartSource[]
  /** Folders of programs, as in PATH: where tcpdump is looked for. */
  readonly searchPath: string
  readonly capture: CaptureSettings
  readonly runs: RunsSettings
  readonly models: ModelsSettings
  /** What step 3 keeps, unless something else is stored. */
  readonly retention: RetentionSettings
}

/** Debian has programs for root here, and does not show them to ordinary users; the doctor looks too. */
const systemFolders = process.platform === 'win32' ? [] : ['/usr/sbin', '/sbin']

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * What step 1 reads, and LOG_DIR and RESULTS_DIR. A user who moves the data elsewhere with DATA_DIR
 * finds logs and results there too. @throws AppError `E_BAD_CONFIG`, `E_BAD_OPTION`
 */
export async function readCaptureConfig(
  env: Record<string, string | undefined>,
  options: StartOptions = {},
): Promise<CaptureConfig> {
  const server = await readServerConfig(env, options)
  const given = { file: server.configFile, env }
  const runs = sectionSettings(runsSection, given)
  const home = env.DATA_DIR ? server.dataFolder : root
  return {
    ...server,
    ...readRunConfig(server.configFile, env, options),
    files: {
      logFolder: env.LOG_DIR || join(home, 'logs'),
      resultsFolder: env.RESULTS_DIR || home,
    },
    samplesFolder: join(root, 'samples'),
    startSources: [
      ...readStartSources(options),
      ...runs.interfaces.map((name) => ({ kind: 'live', interface: name }) as const),
      ...runs.folders.map((path) => ({ kind: 'folder', path }) as const),
    ],
    searchPath: [env.PATH ?? '', ...systemFolders].join(delimiter),
    capture: sectionSettings(captureSection, given),
    runs,
    models: sectionSettings(modelsSection, given),
    retention: sectionSettings(retentionSection, given),
  }
}
