import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DashboardConfig } from '../../src/index.ts'
import { openTestDashboard, type TestDashboard } from '../open-test-dashboard.ts'

export const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** The server with the pages as they are built. */
export function openRealDashboard(config: Partial<DashboardConfig> = {}): Promise<TestDashboard> {
  if (!existsSync(`${webFolder}/index.html`)) {
    throw new Error('the pages are not built; npm test builds them, and so does pnpm build here')
  }
  return openTestDashboard({ webFolder, ...config })
}
