import { z } from '@hono/zod-openapi'
import { severity, sourceKind } from 'step-2-capture'
import { alert, alertId, alertStatus, severityPart } from '../alert/alert.ts'
import { alertExample } from '../alert/alert-example.ts'

export const incidentExample = {
  incident_id: alertExample.alert_id,
  source: '10.0.0.5',
  capture: { source: 'live' as const, name: 'eth0' },
  status: 'new' as const,
  severity: 'high' as const,
  severity_score: 79,
  severity_parts: [
    { part: 'gravest', points: 74 },
    { part: 'kinds', points: 5 },
  ],
  title: alertExample.title,
  kinds: ['login_guessing', 'port_scan'],
  alert_count: 3,
  open_count: 3,
  first_seen: '2026-11-28T03:00:00.000Z',
  last_seen: '2026-11-28T03:40:00.000Z',
  first_seen_epoch: 1_795_834_800,
  last_seen_epoch: 1_795_837_200,
}

/** Alerts of one source in one span of traffic time, as a person handles them. */
export const incident = z
  .object({
    /** The id of one of its alerts; the id of any of them leads to it as well. */
    incident_id: alertId,
    source: z.string(),
    capture: z.object({ source: sourceKind, name: z.string() }),
    /** The one among its alerts that asks most: escalated, new, acknowledged, resolved, false positive. */
    status: alertStatus,
    severity,
    /** 0 to 100, the sum of `severity_parts`. */
    severity_score: z.number().int().min(0).max(100),
    severity_parts: z.array(severityPart),
    /** Of its gravest alert. */
    title: z.string(),
    /** At most `kindCountMax`, by name. */
    kinds: z.array(z.string()),
    /** Alerts that no rule hides, and those of them that are not decided. */
    alert_count: z.number().int(),
    open_count: z.number().int(),
    first_seen: z.string(),
    last_seen: z.string(),
    first_seen_epoch: z.number(),
    last_seen_epoch: z.number(),
  })
  .openapi('Incident', { example: incidentExample })
export type Incident = z.infer<typeof incident>

/** One incident with its gravest alerts, at most `shownAlertCount`. */
export const incidentDetail = incident
  .extend({ alerts: z.array(alert) })
  .openapi('IncidentDetail', { example: { ...incidentExample, alerts: [alertExample] } })
export type IncidentDetail = z.infer<typeof incidentDetail>
