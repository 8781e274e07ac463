import { z } from '@hono/zod-openapi'
import { detectorFamily, type Severity, severities, severity, sourceKind } from 'step-2-capture'

/** The `kind` of a sample that was sent to be scored. */
export const sampleKind = 'sample'
/** The `kind` of a host window that a model judged again. */
export const windowKind = 'host_window'

export const anomalyExample = {
  anomaly_id: 'd0afc922-89c9-4d54-b75b-7457876e54cd:9f2c1b7e5d3a4860',
  run_id: 'd0afc922-89c9-4d54-b75b-7457876e54cd',
  revision: 1,
  alert_id: '5f0c7a2b91d34e68a0b1c2d3',
  is_anomaly: true,
  severity: 'high',
  score: 0.98,
  confidence: 0.9,
  detector: 'vertical-port-scan',
  family: 'behaviour',
  kind: 'vertical_port_scan',
  source: '10.0.0.5',
  target: '10.0.0.9',
  title:
    '10.0.0.5 probed 212 TCP ports on 10.0.0.9 in 8 s; 212 were closed or silent (threshold: 6)',
  timestamp: '2026-01-14T09:00:20.750Z',
  timestamp_epoch: 1_768_381_220.75,
  sensor: 'office-gateway',
  capture: { source: 'pcap', name: 'office.pcap' },
  model_version: null,
  raw_score: null,
  threshold: null,
} as const

export const summaryExample = {
  total: 40,
  anomaly_count: 4,
  normal_count: 36,
  by_severity: { info: 0, low: 1, medium: 2, high: 1, critical: 0 },
  anomaly_rate: 0.1,
} as const

/** One judged statement: a detection, or a sample that was sent to be scored. */
export const anomaly = z
  .object({
    anomaly_id: z.string(),
    run_id: z.string(),
    /** How often it was stated: 1, and one more with each update. */
    revision: z.number().int(),
    /** The alert that it was joined to, if it made one. */
    alert_id: z.string().nullable(),
    is_anomaly: z.boolean(),
    severity,
    score: z.number(),
    confidence: z.number().nullable(),
    detector: z.string(),
    family: detectorFamily,
    kind: z.string(),
    source: z.string().nullable(),
    target: z.string().nullable(),
    title: z.string(),
    /** Traffic time. */
    timestamp: z.string(),
    timestamp_epoch: z.number(),
    /** The machine that saw the traffic; null for a sample, and where an earlier version wrote it. */
    sensor: z.string().nullable(),
    /** Null for a sample that was sent, which belongs to no capture. */
    capture: z.object({ source: sourceKind, name: z.string() }).nullable(),
    model_version: z.string().nullable(),
    raw_score: z.number().nullable(),
    threshold: z.number().nullable(),
  })
  .openapi('Anomaly', { example: anomalyExample })
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
  .openapi('AnomalySummary', { example: summaryExample })
export type AnomalySummary = z.infer<typeof anomalySummary>
