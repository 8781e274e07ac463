import { fileURLToPath } from 'node:url'
import { type CaptureConfig, readCaptureConfig } from 'step-3-persistence'

export interface DashboardConfig extends CaptureConfig {
  /** The token that every request must show; none when it is not set. */
  readonly token: string | undefined
  /** Further hosts, each as `name:port`, under which people reach the server. */
  readonly extraHosts: readonly string[]
  /** Where `vite build` put the pages. */
  readonly webFolder: string
}

/**
 * What step 3 reads, and NET_ANOMALY_TOKEN and NET_ANOMALY_HOSTS (separated by commas).
 * @throws AppError `E_BAD_CONFIG`
 */
export function readDashboardConfig(env: Record<string, string | undefined>): DashboardConfig {
  return {
    ...readCaptureConfig(env),
    token: env.NET_ANOMALY_TOKEN || undefined,
    extraHosts: (env.NET_ANOMALY_HOSTS ?? '').split(/[,\s]+/).filter((host) => host !== ''),
    webFolder: fileURLToPath(new URL('../web/dist', import.meta.url)),
  }
}
