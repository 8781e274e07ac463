import { z } from '@hono/zod-openapi'
import {
  detectorFamily,
  packetReference,
  reason,
  severity,
  sourceKind,
  technique,
} from 'step-2-capture'
import { alertDetailExample, alertExample } from './alert-example.ts'

/** What people have decided about an alert. Every alert starts as `new`. */
export const alertStatuses = [
  'new',
  'acknowledged',
  'escalated',
  'resolved',
  'false_positive',
] as const
export const alertStatus = z.enum(alertStatuses)
export type AlertStatus = z.infer<typeof alertStatus>

/** The first 24 hex digits of the SHA-256 of the group key: the same group has the same id. */
export const alertId = z.string().regex(/^[0-9a-f]{24}$/, 'an alert id is 24 hex digits')

export const severityPart = z.object({ part: z.string(), points: z.number().int() })
export type SeverityPart = z.infer<typeof severityPart>

/** Detections of one group over time, as a row of the list. */
export const alert = z
  .object({
    alert_id: alertId,
    /** `v1|kind|source|target group|capture source|capture name`: what was grouped. */
    group_key: z.string(),
    status: alertStatus,
    severity,
    /** 0 to 100, the sum of `severity_parts`. */
    severity_score: z.number().int().min(0).max(100),
    severity_parts: z.array(severityPart),
    /** The strangest score and the highest confidence of its detections, 0 to 1. */
    score: z.number().min(0).max(1),
    confidence: z.number().min(0).max(1),
    detectors: z.array(z.string()),
    kind: z.string(),
    source: z.string(),
    target: z.string().nullable(),
    target_port: z.number().int().nullable(),
    target_group: z.string(),
    /** Of the flow that its leading detection is about, as Zeek and Suricata show it. */
    community_id: z.string().nullable(),
    /** How many detections were merged; an update of one is none. */
    count: z.number().int(),
    first_seen: z.string(),
    last_seen: z.string(),
    first_seen_epoch: z.number(),
    last_seen_epoch: z.number(),
    /** Title, technique, recommendation, reasons and model of its leading detection. */
    title: z.string(),
    technique: technique.nullable(),
    recommendation: z.string(),
    reasons: z.array(reason),
    /** Family of the detector of its leading detection. */
    family: detectorFamily,
    capture: z.object({ source: sourceKind, name: z.string() }),
    /** The machine that saw its leading detection; null where an earlier version wrote it. */
    sensor: z.string().nullable(),
    model_version: z.string().nullable(),
    raw_score: z.number().nullable(),
    threshold: z.number().nullable(),
    /** The rule that hides it, if one does. */
    suppressed_by: z.string().nullable(),
    /** Wall clock of the server, unlike the seen times, which are traffic time. */
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi('Alert', { example: alertExample })
export type Alert = z.infer<typeof alert>

export const alertNote = z.object({
  sequence: z.number().int(),
  at: z.iso.datetime(),
  author: z.string(),
  text: z.string(),
})
export type AlertNote = z.infer<typeof alertNote>

export const alertHistoryEntry = z.object({
  sequence: z.number().int(),
  at: z.iso.datetime(),
  /** `system`, or who asked for it. */
  author: z.string(),
  action: z.enum(['created', 'reopened', 'status', 'severity']),
  from: z.string().nullable(),
  to: z.string().nullable(),
})
export type AlertHistoryEntry = z.infer<typeof alertHistoryEntry>

/** One alert with all that is kept of it. */
export const alertDetail = alert
  .extend({
    /** The earliest and the latest packets behind it, at most `evidenceCountMax`. */
    evidence: z.array(packetReference),
    notes: z.array(alertNote),
    history: z.array(alertHistoryEntry),
  })
  .openapi('AlertDetail', { example: alertDetailExample })
export type AlertDetail = z.infer<typeof alertDetail>
