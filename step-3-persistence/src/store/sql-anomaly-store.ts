import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import { severities, severityRank } from 'step-2-capture'
import type { Thresholds } from '../alert/apply-thresholds.ts'
import { type AnomalySummary, type SeverityCounts, sampleKind } from '../anomaly/anomaly.ts'
import type {
  AnomalyFilter,
  AnomalyQuery,
  AnomalySample,
  AnomalyStore,
} from '../anomaly/anomaly-store.ts'
import { severityOfRank } from './alert-row.ts'
import { sampleRow, toAnomaly } from './anomaly-row.ts'
import type { Database } from './database.ts'
import { insertAnomalies } from './write-anomalies.ts'

/** The record of judged statements in a SQL database. */
export class SqlAnomalyStore implements AnomalyStore {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  async record(samples: readonly AnomalySample[], now: Date): Promise<void> {
    const rows = samples.map((sample) => sampleRow(sample, now.getTime() / 1000))
    await this.#db.transaction().execute((tx) => insertAnomalies(tx, rows))
  }

  async list({ filter, limit, offset }: AnomalyQuery) {
    const rows = await this.#db
      .selectFrom('anomaly')
      .selectAll()
      .where((eb) => anomalyWhere(eb, filter))
      .orderBy('seen_epoch', 'desc')
      .orderBy('detection_id')
      .orderBy('run_id')
      .limit(limit)
      .offset(offset)
      .execute()
    const { total } = await this.#db
      .selectFrom('anomaly')
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .where((eb) => anomalyWhere(eb, filter))
      .executeTakeFirstOrThrow()
    return { anomalies: rows.map(toAnomaly), total: Number(total) }
  }

  async summarize(filter: AnomalyFilter): Promise<AnomalySummary> {
    const rows = await this.#db
      .selectFrom('anomaly')
      .select(['is_anomaly', 'severity'])
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where((eb) => anomalyWhere(eb, filter))
      .groupBy(['is_anomaly', 'severity'])
      .execute()
    return summaryOf(rows)
  }

  /** The SQL form of `applyThresholds`: a score bounds what a learned model stated, and only that. */
  async judgeAgain({ low, medium, high }: Thresholds): Promise<void> {
    const ceiling = sql<number>`case when score >= ${high} then 4 when score >= ${medium} then 2
      when score >= ${low} then 1 else 0 end`
    await this.#db
      .updateTable('anomaly')
      .set({
        is_anomaly: sql<number>`case when score >= ${low}
          and (kind <> ${sampleKind} or score > threshold) then 1 else 0 end`,
        severity: sql<number>`case when stated < ${ceiling} then stated else ${ceiling} end`,
      })
      .where('threshold', 'is not', null)
      .execute()
  }

  async prune(countMax: number): Promise<number> {
    const oldestKept = await this.#db
      .selectFrom('anomaly')
      .select('recorded_epoch')
      .orderBy('recorded_epoch', 'desc')
      .limit(1)
      .offset(countMax - 1)
      .executeTakeFirst()
    if (!oldestKept) return 0
    const gone = await this.#db
      .deleteFrom('anomaly')
      .where('recorded_epoch', '<', oldestKept.recorded_epoch)
      .executeTakeFirst()
    return Number(gone.numDeletedRows)
  }
}

function anomalyWhere(eb: ExpressionBuilder<Database, 'anomaly'>, filter: AnomalyFilter) {
  const conditions: Expression<SqlBool>[] = []
  const { severity, is_anomaly, kind, detector, source, run_id, alert_id, capture_source } = filter
  if (severity) conditions.push(eb('severity', 'in', severity.map(severityRank)))
  if (is_anomaly !== undefined) conditions.push(eb('is_anomaly', '=', is_anomaly ? 1 : 0))
  if (kind) conditions.push(eb('kind', 'in', kind))
  if (detector) conditions.push(eb('detector', 'in', detector))
  if (source !== undefined) conditions.push(eb('source', '=', source))
  if (run_id !== undefined) conditions.push(eb('run_id', '=', run_id))
  if (alert_id !== undefined) conditions.push(eb('alert_id', '=', alert_id))
  if (capture_source) conditions.push(eb('capture_source', 'in', capture_source))
  return eb.and(conditions)
}

function summaryOf(
  rows: readonly { is_anomaly: number; severity: number; count: number }[],
): AnomalySummary {
  const counts = Object.fromEntries(severities.map((name) => [name, 0])) as SeverityCounts
  let anomalyCount = 0
  let total = 0
  for (const row of rows) {
    const count = Number(row.count)
    total += count
    if (row.is_anomaly === 0) continue
    anomalyCount += count
    counts[severityOfRank(row.severity)] += count
  }
  return {
    total,
    anomaly_count: anomalyCount,
    normal_count: total - anomalyCount,
    by_severity: counts,
    anomaly_rate: total === 0 ? 0 : anomalyCount / total,
  }
}
