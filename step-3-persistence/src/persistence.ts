import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type DetectorConfig,
  type FailureLog,
  RetentionClock,
  type RetentionSettings,
  type RunStore,
} from 'step-2-capture'
import type { FacetCounter } from './alert/alert-facets.ts'
import type { HostAlertCounter } from './alert/alert-hosts.ts'
import type { AlertStore } from './alert/alert-store.ts'
import { AlertWriter } from './alert/alert-writer.ts'
import { SpillFile } from './alert/spill-file.ts'
import type { AnomalyStore } from './anomaly/anomaly-store.ts'
import { ConfigService } from './config/config-service.ts'
import { FlowStore } from './flow-store/flow-store.ts'
import { LookBack } from './hunt/look-back.ts'
import { startFeedRefresh } from './hunt/refresh-feeds.ts'
import { ThreatIntel } from './hunt/threat-intel.ts'
import type { IncidentFilter, IncidentStore } from './incident/incident-store.ts'
import { startMaintenance } from './maintenance.ts'
import type { ChannelKind } from './notify/channel/channel-kind.ts'
import { channelKinds } from './notify/channel/channel-kinds.ts'
import { ChannelRegistry } from './notify/channel/channel-registry.ts'
import type { DeliveryStore } from './notify/delivery-store.ts'
import { startNotifications } from './notify/notifications.ts'
import { SecondStages } from './second-stage/second-stages.ts'
import { ColumnsThread } from './store/columns/columns-thread.ts'
import { SqlHostAlertCounter } from './store/count-alert-hosts.ts'
import { countFacets } from './store/count-facets.ts'
import { countIncidentFacets } from './store/count-incident-facets.ts'
import { openDatabase } from './store/open-database.ts'
import { SqlAlertStore } from './store/sql-alert-store.ts'
import { SqlAnomalyStore } from './store/sql-anomaly-store.ts'
import { SqlConfigStore } from './store/sql-config-store.ts'
import { SqlDeliveryStore } from './store/sql-delivery-store.ts'
import { SqlIncidentStore } from './store/sql-incident-store.ts'
import { SqlIndicatorStore } from './store/sql-indicator-store.ts'
import { SqlRunStore } from './store/sql-run-store.ts'
import { SqlSuppressionStore } from './store/sql-suppression-store.ts'
import { StoreDamage } from './store/store-damage.ts'
import type { SuppressionStore } from './suppress/suppression-store.ts'

/** Everything that outlives the process. */
export interface Persistence {
  readonly alerts: AlertStore
  readonly incidents: IncidentStore
  readonly facets: FacetCounter
  readonly incidentFacets: FacetCounter<IncidentFilter>
  readonly alertHosts: HostAlertCounter
  readonly anomalies: AnomalyStore
  readonly config: ConfigService
  readonly deliveries: DeliveryStore
  readonly suppressions: SuppressionStore
  readonly runs: RunStore
  readonly intel: ThreatIntel
  /** What decisions on alerts teach. */
  readonly secondStages: SecondStages
  readonly flows: FlowStore
  readonly lookBack: LookBack
  readonly writer: AlertWriter
  readonly damage: StoreDamage
  /** By which what is old is deleted, packets too. */
  readonly clock: RetentionClock
}

export interface PersistenceOptions {
  readonly dataFolder: string
  readonly now: () => Date
  readonly log: FailureLog
  /** Shows a line while the start takes long. */
  readonly say?: ((line: string) => void) | undefined
  /** The ways to reach people; the default is all of the product. */
  readonly channels?: readonly ChannelKind[]
  /** How long alerts are kept unless something else is stored. */
  readonly retention?: RetentionSettings
  /** What is set of the detectors before anything is stored. */
  readonly detectors?: DetectorConfig
}

/** Opens `net-anomaly.sqlite` in the data folder. @throws AppError `E_STORE_OPEN` */
export async function openPersistence(
  { dataFolder, now, log, channels = channelKinds, detectors, retention, say }: PersistenceOptions,
  closing: AsyncDisposableStack,
): Promise<Persistence> {
  const path = join(dataFolder, 'net-anomaly.sqlite')
  const isNew = !existsSync(path)
  const damage = new StoreDamage(path)
  const db = await openDatabase(path, { damage, say })
  closing.defer(() => db.destroy())
  const columns = new ColumnsThread(path)
  closing.defer(() => columns.close())
  if (!isNew) damage.startCheck(closing)
  const alerts = new SqlAlertStore(db, columns)
  const incidents = new SqlIncidentStore(db, columns)
  const facets: FacetCounter = { count: (filter) => countFacets(db, filter, columns) }
  const incidentFacets: FacetCounter<IncidentFilter> = {
    count: (filter) => countIncidentFacets(db, filter, columns),
  }
  const alertHosts = new SqlHostAlertCounter(db)
  const anomalies = new SqlAnomalyStore(db)
  const config = await ConfigService.open({
    store: new SqlConfigStore(db),
    channels: new ChannelRegistry(channels),
    detectors,
    retention,
  })
  const deliveries = new SqlDeliveryStore(db)
  const suppressions = new SqlSuppressionStore(db)
  const clock = await RetentionClock.open({
    path: join(dataFolder, 'retention-clock.json'),
    now,
    monotonicMs: () => performance.now(),
  })
  const flows = new FlowStore(
    {
      folder: join(dataFolder, 'flows'),
      now,
      retentionNow: () => clock.now(),
      log,
      retention: () => config.current.retention,
    },
    closing,
  )
  const intel = await ThreatIntel.open({
    store: new SqlIndicatorStore(db),
    now,
    guard: () => ({ allowsPrivate: config.current.channels.allow_private_addresses }),
  })
  const lookBack = new LookBack({ flows, intel, now })
  startFeedRefresh({ intel, log }, closing)
  const spill = new SpillFile(dataFolder, log)
  await spill.reserve()
  const secondStages = await SecondStages.open({
    path: join(dataFolder, 'second-stage.json'),
    alerts,
    now,
  })
  const writer = new AlertWriter({
    alerts,
    config,
    now,
    log,
    spill,
    secondStage: () => secondStages.active,
  })
  startMaintenance({ alerts, anomalies, config, suppressions, now, log, clock }, closing)
  startNotifications({ alerts, deliveries, config, writer, now, log }, closing)
  // Pushed last, so that the alerts of its last batch still become messages.
  closing.defer(() => writer.close())
  storeHeld(writer, spill)
  const runs = new SqlRunStore(db)
  const judged = {
    alerts,
    incidents,
    facets,
    incidentFacets,
    alertHosts,
    anomalies,
    suppressions,
    deliveries,
    writer,
  }
  return { ...judged, secondStages, config, runs, intel, flows, lookBack, damage, clock }
}

/** Stores what the server before this one could not; the file stays until all of it is stored. */
function storeHeld(writer: AlertWriter, spill: SpillFile): void {
  const held = spill.read()
  if (held.length === 0) return
  for (const { runId, detections } of held) writer.take(detections, runId)
  void writer.settled().then(async () => {
    if (writer.storage.held === 0) await spill.forget()
  })
}
