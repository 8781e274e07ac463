import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AlertStatus } from 'step-3-persistence'
import { statusLooks } from '../alert/alert-status.ts'
import { resyncAlerts } from '../api/alert-cache.ts'
import type { AlertFilter } from '../api/alert-filter.ts'
import { alertClient, bodyOf } from '../api/client.ts'
import { formatCount } from '../format/quantity.ts'
import { useUndo } from '../shell/undo.tsx'

/** As many ids as the API takes in one request. */
const idCountMax = 1_000

/** What is decided about. A decision about an incident is one about its alerts. */
export type BulkKind = 'alerts' | 'incidents'

export type BulkTarget = { readonly of: BulkKind } & (
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** All that match; the server refuses when they are not that many any more. */
  | { readonly kind: 'filter'; readonly filter: AlertFilter; readonly expectedCount: number }
)

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
          await change({ of: 'alerts', kind: 'ids', ids }, from)
        }
        resyncAlerts(queries)
      }
      const alerts = changed.length === 1 ? 'alert' : 'alerts'
      const what = `${statusLooks[status].done}: ${formatCount(changed.length)} ${alerts}`
      offer({ what, undo: () => void undo() })
    },
  })
}

async function change(target: BulkTarget, status: AlertStatus) {
  if (target.kind === 'filter') {
    const { filter, expectedCount: expected_count } = target
    return send(target.of, { filter, expected_count, status })
  }
  const changed: { alert_id: string; from: AlertStatus }[] = []
  for (let start = 0; start < target.ids.length; start += idCountMax) {
    const ids = target.ids.slice(start, start + idCountMax)
    const named = target.of === 'alerts' ? { alert_ids: ids } : { incident_ids: ids }
    changed.push(...(await send(target.of, { ...named, status })))
  }
  return changed
}

/** The words of the address go to the server as they are: it checks them. @throws ApiError */
async function send(of: BulkKind, body: object) {
  const { alerts, incidents } = alertClient
  type Body = Parameters<typeof alerts.bulk.$post>[0]['json'] &
    Parameters<typeof incidents.bulk.$post>[0]['json']
  const json = body as unknown as Body
  const { bulk } = of === 'alerts' ? alerts : incidents
  return (await bodyOf(bulk.$post({ json }))).changed
}
