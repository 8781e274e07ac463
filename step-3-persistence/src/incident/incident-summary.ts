import type { Severity } from 'step-2-capture'
import type { AlertStatus, SeverityPart } from '../alert/alert.ts'
import { severityOfPoints } from '../alert/severity-band.ts'

/** Kinds that an incident names. */
export const kindCountMax = 32
const pointsMax = 100

/** Alerts of an incident with the same kind and status. */
export interface MemberGroup {
  readonly kind: string
  readonly status: AlertStatus
  readonly count: number
  /** Points of the gravest of them, 0 to 100. */
  readonly points: number
}

export interface IncidentSummary {
  readonly status: AlertStatus
  readonly severity: Severity
  readonly points: number
  readonly parts: readonly SeverityPart[]
  readonly kinds: readonly string[]
  readonly alertCount: number
  readonly openCount: number
}

/** The first of these that an alert has is the status of the whole. */
export const statusesMostUrgentFirst: readonly AlertStatus[] = [
  'escalated',
  'new',
  'acknowledged',
  'resolved',
  'false_positive',
]

/**
 * An incident as a whole: as grave as its gravest alert, and five points more for each further kind,
 * at most twenty: different kinds of one source confirm each other. What was a false alarm counts
 * only where all of it was.
 */
export function summarize(members: readonly MemberGroup[]): IncidentSummary {
  const real = members.filter(({ status }) => status !== 'false_positive')
  const counted = real.length > 0 ? real : members
  const gravest = Math.max(0, ...counted.map(({ points }) => points))
  const kinds = [...new Set(counted.map(({ kind }) => kind))].sort()
  const further = Math.min(20, 5 * Math.max(0, kinds.length - 1), pointsMax - gravest)
  const points = gravest + further
  const open = members.filter(({ status }) => status !== 'resolved' && status !== 'false_positive')
  const count = (some: readonly MemberGroup[]) => some.reduce((sum, one) => sum + one.count, 0)
  return {
    status: statusesMostUrgentFirst.find((one) => members.some((m) => m.status === one)) ?? 'new',
    severity: severityOfPoints(points),
    points,
    parts: [
      { part: 'gravest', points: gravest },
      { part: 'kinds', points: further },
    ],
    kinds: kinds.slice(0, kindCountMax),
    alertCount: count(members),
    openCount: count(open),
  }
}
