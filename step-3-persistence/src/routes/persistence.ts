import { createRouter, type ModelHolder } from 'step-2-capture'
import type { Persistence } from '../persistence.ts'
import { alertBulkRoutes } from './alert-bulk.ts'
import { alertExportRoutes } from './alert-export.ts'
import { alertRoutes } from './alerts.ts'
import { anomalyRoutes } from './anomalies.ts'
import { configRoutes } from './config.ts'

export interface PersistenceRoutesContext extends Persistence {
  readonly holder: ModelHolder
  readonly now: () => Date
}

/** All routes of step 3, to be mounted under `/api` and `/api/v1`. Fixed paths come before ids. */
export function persistenceRoutes(context: PersistenceRoutesContext) {
  return createRouter()
    .route('/', alertExportRoutes(context))
    .route('/', alertBulkRoutes(context))
    .route('/', alertRoutes(context))
    .route('/', anomalyRoutes(context))
    .route('/', configRoutes(context))
}

/** For the typed client: `hc<PersistenceRoutes>('/api')`. */
export type PersistenceRoutes = ReturnType<typeof persistenceRoutes>
