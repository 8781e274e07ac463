import { useState } from 'react'
import type { Alert } from 'step-3-persistence'

export interface Selection {
  readonly ids: ReadonlySet<string>
  /** Selects or drops the row; with `isRange` all from the last one to it are selected. */
  readonly toggle: (index: number, isRange: boolean) => void
  readonly toggleAll: () => void
  readonly clear: () => void
}

/** Which rows a bulk act is about, by the ids of their alerts. */
export function useSelection(alerts: readonly Alert[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [lastId, setLastId] = useState<string>()

  function toggle(index: number, isRange: boolean): void {
    const alert = alerts[index]
    if (!alert) return
    const { alert_id } = alert
    const last = alerts.findIndex((one) => one.alert_id === lastId)
    const next = new Set(ids)
    if (isRange && last >= 0) {
      const [first, end] = [Math.min(last, index), Math.max(last, index)]
      for (const one of alerts.slice(first, end + 1)) next.add(one.alert_id)
    } else if (!next.delete(alert_id)) {
      next.add(alert_id)
    }
    setLastId(alert_id)
    setIds(next)
  }

  const toggleAll = () =>
    setIds(ids.size >= alerts.length ? new Set() : new Set(alerts.map((one) => one.alert_id)))
  return { ids, toggle, toggleAll, clear: () => setIds(new Set()) }
}
