import type { AlertChange, AlertStore } from '../alert/alert-store.ts'
import type { IncidentStore } from '../incident/incident-store.ts'
import { changeCountMax, checkChangeCount } from '../store/change-refusals.ts'

export interface ChangedStores {
  readonly incidents: IncidentStore
  readonly alerts: AlertStore
}

/**
 * Decides about all alerts of these incidents that no rule hides, or about none.
 * @throws AppError `E_TOO_MANY_ALERTS`
 */
export async function changeIncidents(
  { incidents, alerts }: ChangedStores,
  ids: readonly string[],
  change: AlertChange,
) {
  const alertIds = await incidents.alertIds(ids, changeCountMax + 1)
  checkChangeCount(alertIds.length, alertIds.length)
  return alerts.change({ kind: 'ids', alertIds }, change)
}
