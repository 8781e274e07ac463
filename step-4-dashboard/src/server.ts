import { hostname } from 'node:os'
import { readStartOptions, serve } from 'step-3-persistence'
import { readDashboardConfig } from './dashboard-config.ts'
import { openDashboard } from './open-dashboard.ts'

await serve(
  4,
  () =>
    readDashboardConfig(process.env, {
      ...readStartOptions(process.argv.slice(2)),
      hostName: hostname(),
    }),
  (config, closing) => openDashboard({ ...config, say: console.log }, closing),
)
