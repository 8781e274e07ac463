import { closeOnSignal, describeFailure, toAppError } from 'step-3-persistence'
import { readDashboardConfig } from './dashboard-config.ts'
import { openDashboard } from './open-dashboard.ts'
import { preflight } from './preflight.ts'

try {
  const config = readDashboardConfig(process.env)
  const { url, context, close } = await openDashboard(config)
  closeOnSignal(close)
  console.log(`Net Anomaly, step 4: ${url}  (routes: ${url}/docs)`)
  for (const line of await preflight(context, config)) console.log(line)
} catch (error) {
  console.error(describeFailure(toAppError(error)))
  process.exitCode = 1
}
