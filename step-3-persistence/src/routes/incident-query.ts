import { z } from '@hono/zod-openapi'
import type { IncidentFilter } from '../incident/incident-store.ts'
import { alertFilterQuery, toAlertFilter } from './alert-query.ts'

/** The filter of alerts. An incident is listed by its alerts that no rule hides. */
export const incidentFilterQuery = alertFilterQuery.omit({ suppressed: true })

export const incidentListQuery = incidentFilterQuery.extend({
  sort: z.enum(['severity', 'last_seen']).default('last_seen'),
  limit: z.coerce.number<string>().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})

/**
 * Status, severity, source, traffic and time are asked of the incident as a whole. Whatever else is
 * given, one of its alerts has to fit at once. @throws AppError `E_INVALID_INPUT`
 */
export function toIncidentFilter(
  given: z.output<typeof incidentFilterQuery>,
  now: Date,
): IncidentFilter {
  const { status, severity, source, capture_source, from, to, ...ofAlert } = given
  const isOfAlert = Object.values(ofAlert).some((value) => value !== undefined)
  return {
    ...{ status, severity, source, capture_source, from, to },
    alert: isOfAlert ? toAlertFilter({ ...ofAlert, suppressed: false }, now) : undefined,
  }
}
