import { z } from '@hono/zod-openapi'
import { type Severity, severities, severity, sourceKind } from 'step-2-capture'

/** The `kind` of what somebody sent to be scored. */
export const sampleKind = 'sample'

/** One judged statement: a detection, or a sample that somebody sent to be scored. */
export const anomaly = z
  .object({
    anomaly_id: z.string(),
    run_id: z.string(),
    /** The alert that it was joined to, if it made one. */
    alert_id: z.string().nullable(),
    is_anomaly: z.boolean(),
    severity,
    score: z.number(),
    confidence: z.number().nullable(),
    detector: z.string(),
    kind: z.string(),
    source: z.string().nullable(),
    target: z.string().nullable(),
    title: z.string(),
    /** Traffic time. */
    timestamp: z.string(),
    timestamp_epoch: z.number(),
    /** Null for a sample that was sent, which belongs to no capture. */
    capture: z.object({ source: sourceKind, name: z.string() }).nullable(),
    model_version: z.string().nullable(),
    raw_score: z.number().nullable(),
    threshold: z.number().nullable(),
  })
  .openapi('Anomaly')
export type Anomaly = z.infer<typeof anomaly>

export const severityCounts = z
  .object(
    Object.fromEntries(severities.map((name) => [name, z.number().int()])) as Record<
      Severity,
      z.ZodNumber
    >,
  )
  .openapi('SeverityCounts')
export type SeverityCounts = z.infer<typeof severityCounts>

export const anomalySummary = z
  .object({
    total: z.number().int(),
    anomaly_count: z.number().int(),
    normal_count: z.number().int(),
    /** Of the anomalies. */
    by_severity: severityCounts,
    /** Anomalies divided by all; 0 when there is nothing. */
    anomaly_rate: z.number().min(0).max(1),
  })
  .openapi('AnomalySummary')
export type AnomalySummary = z.infer<typeof anomalySummary>
