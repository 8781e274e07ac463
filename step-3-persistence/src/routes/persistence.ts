import { createRouter } from 'step-2-capture'
import type { PersistenceContext } from '../persistence-context.ts'
import { alertBulkRoutes } from './alert-bulk.ts'
import { alertExportRoutes } from './alert-export.ts'
import { alertFacetRoutes } from './alert-facets.ts'
import { alertPacketRoutes } from './alert-packets.ts'
import { alertRoutes } from './alerts.ts'
import { anomalyRoutes } from './anomalies.ts'
import { configRoutes } from './config.ts'
import { deliveryRoutes } from './deliveries.ts'
import { hostRoutes } from './hosts.ts'
import { incidentBulkRoutes } from './incident-bulk.ts'
import { incidentFacetRoutes } from './incident-facets.ts'
import { incidentRoutes } from './incidents.ts'
import { intelRoutes } from './intel.ts'
import { lookBackRoutes } from './look-back.ts'
import { secondStageRoutes } from './second-stage.ts'
import { suppressionRoutes } from './suppressions.ts'
import { testAlertRoutes } from './test-alert.ts'
import { threatAlertRoutes } from './threat-alerts.ts'
import { threatSearchRoutes } from './threat-search.ts'

/** All routes of step 3, to be mounted under `/api` and `/api/v1`. Fixed paths come before ids. */
export function persistenceRoutes({ persistence, ...capture }: PersistenceContext) {
  const context = { ...capture, ...persistence }
  return createRouter()
    .route('/', alertExportRoutes(context))
    .route('/', alertBulkRoutes(context))
    .route('/', alertFacetRoutes(context))
    .route('/', alertPacketRoutes(context))
    .route('/', alertRoutes(context))
    .route('/', incidentBulkRoutes(context))
    .route('/', incidentFacetRoutes(context))
    .route('/', incidentRoutes(context))
    .route('/', anomalyRoutes(context))
    .route('/', configRoutes(context))
    .route('/', deliveryRoutes(context))
    .route('/', secondStageRoutes(context))
    .route('/', suppressionRoutes(context))
    .route('/', testAlertRoutes(context))
    .route('/', hostRoutes(context))
    .route('/', intelRoutes(context))
    .route('/', lookBackRoutes(context))
    .route('/', threatAlertRoutes(context))
    .route('/', threatSearchRoutes(context))
}

/** For the typed client: `hc<PersistenceRoutes>('/api')`. */
export type PersistenceRoutes = ReturnType<typeof persistenceRoutes>
