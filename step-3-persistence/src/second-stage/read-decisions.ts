import type { Alert, AlertStatus } from '../alert/alert.ts'
import type { PagePosition } from '../alert/alert-filter.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import { detectedOf } from '../alert/severity-band.ts'
import { type Decision, decisionPart } from './second-stage.ts'

/** The newest 2,000: 50 trainings with them take a second. Older decisions are about older traffic. */
export const decisionCountMax = 2_000
const pageLimit = 200

/** Statuses that confirm an alert; one that is only acknowledged is not decided yet. */
export const confirmedStatuses = ['escalated', 'resolved'] as const satisfies AlertStatus[]

const filter = { status: [...confirmedStatuses, 'false_positive'] } as const

/** The alerts that people decided last. */
export async function readDecisions(alerts: Pick<AlertStore, 'list'>): Promise<Decision[]> {
  const decisions: Decision[] = []
  let after: PagePosition | undefined
  do {
    const limit = Math.min(pageLimit, decisionCountMax - decisions.length)
    const page = await alerts.list({ filter, sort: 'updated_at', order: 'desc', limit, after })
    decisions.push(...page.alerts.map(decisionOf))
    after = page.next ?? undefined
  } while (after && decisions.length < decisionCountMax)
  return decisions
}

/** Of an alert that is decided. What an earlier second stage added is no part of what is to be learned. */
export function decisionOf(alert: Alert): Decision {
  const added = alert.severity_parts.find(({ part }) => part === decisionPart)?.points ?? 0
  return {
    alert: {
      ...alert,
      detected: detectedOf(alert.severity_parts),
      severity_score: alert.severity_score - added,
    },
    isConfirmed: alert.status !== 'false_positive',
    group: `${alert.capture.name}|${alert.source}`,
  }
}
