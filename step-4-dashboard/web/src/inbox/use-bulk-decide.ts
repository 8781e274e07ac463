import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AlertStatus } from 'step-3-persistence'
import { statusLooks } from '../alert/alert-status.ts'
import { resyncAlerts } from '../api/alert-cache.ts'
import { type AlertFilter, apiQueryOf } from '../api/alert-filter.ts'
import { alertClient, bodyOf } from '../api/client.ts'
import { formatCount } from '../format/quantity.ts'
import { useUndo } from '../shell/undo.tsx'

/** As many ids as the API takes in one request. */
const idCountMax = 1_000

export type BulkTarget =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** All that match; the server refuses when they are not that many any more. */
  | { readonly kind: 'filter'; readonly filter: AlertFilter; readonly expectedCount: number }

interface BulkDecision {
  readonly target: BulkTarget
  readonly status: AlertStatus
}

/** Decides about many alerts at once, and offers to take it back for ten seconds. */
export function useBulkDecide() {
  const queries = useQueryClient()
  const { offer } = useUndo()
  return useMutation({
    mutationFn: ({ target, status }: BulkDecision) => change(target, status),
    onSuccess: (changed, { status }) => {
      resyncAlerts(queries)
      if (changed.length === 0) return
      const undo = async () => {
        for (const from of new Set(changed.map((one) => one.from))) {
          const ids = changed.filter((one) => one.from === from).map((one) => one.alert_id)
          await change({ kind: 'ids', ids }, from)
        }
        resyncAlerts(queries)
      }
      const what = `${statusLooks[status].done}: ${formatCount(changed.length)} alerts`
      offer({ what, undo: () => void undo() })
    },
  })
}

async function change(target: BulkTarget, status: AlertStatus) {
  if (target.kind === 'filter') {
    type Body = Parameters<typeof alertClient.alerts.bulk.$post>[0]['json']
    const filter = apiQueryOf(target.filter)
    const json = { filter, expected_count: target.expectedCount, status } as unknown as Body
    return (await bodyOf(alertClient.alerts.bulk.$post({ json }))).changed
  }
  const changed: { alert_id: string; from: AlertStatus }[] = []
  for (let start = 0; start < target.ids.length; start += idCountMax) {
    const alert_ids = target.ids.slice(start, start + idCountMax)
    const json = { alert_ids, status }
    changed.push(...(await bodyOf(alertClient.alerts.bulk.$post({ json }))).changed)
  }
  return changed
}
