export * from 'step-2-capture'
export {
  type Alert,
  type AlertDetail,
  type AlertHistoryEntry,
  type AlertNote,
  type AlertStatus,
  alert,
  alertDetail,
  alertStatus,
  alertStatuses,
} from './alert/alert.ts'
export {
  type AlertFilter,
  type AlertQuery,
  type AlertSort,
  alertSorts,
} from './alert/alert-filter.ts'
export type { AlertStore, ChangeResult, MergeResult } from './alert/alert-store.ts'
export { AlertWriter, type StorageState } from './alert/alert-writer.ts'
export type { JudgedDetection, Thresholds } from './alert/apply-thresholds.ts'
export type { Anomaly, AnomalySummary } from './anomaly/anomaly.ts'
export type { AnomalyStore } from './anomaly/anomaly-store.ts'
export { createApp } from './app.ts'
export type { Config, ConfigPatch } from './config/config.ts'
export type { Incident, IncidentDetail } from './incident/incident.ts'
export { secretMask } from './notify/channel/secret.ts'
export { openPersistence, type Persistence } from './persistence.ts'
export { openPersistenceContext, type PersistenceContext } from './persistence-context.ts'
export { type PersistenceRoutes, persistenceRoutes } from './routes/persistence.ts'
export { MemoryAlertStore } from './store/memory-alert-store.ts'
