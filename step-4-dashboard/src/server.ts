import { serve } from 'step-3-persistence'
import { readDashboardConfig } from './dashboard-config.ts'
import { openDashboard } from './open-dashboard.ts'

await serve(4, () => readDashboardConfig(process.env), openDashboard)
