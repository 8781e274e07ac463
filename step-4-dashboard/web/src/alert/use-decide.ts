import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Alert, AlertStatus } from 'step-3-persistence'
import { showChangedAlert } from '../api/alert-cache.ts'
import { alertClient, bodyOf } from '../api/client.ts'
import { useUndo } from '../shell/undo.tsx'
import { statusLooks } from './alert-status.ts'

interface Decision {
  readonly alertId: string
  readonly status: AlertStatus
}

/** Decides about alerts, shows it everywhere, and offers to take it back for ten seconds. */
export function useDecide() {
  const queries = useQueryClient()
  const { offer } = useUndo()
  const { mutateAsync, error } = useMutation({
    mutationFn: ({ alertId, status }: Decision) => {
      const asked = { param: { id: alertId }, json: { status } }
      return bodyOf(alertClient.alerts[':id'].$patch(asked))
    },
    onSuccess: (alert) => showChangedAlert(queries, alert),
  })
  const decide = useCallback(
    async ({ alert_id: alertId, status: from }: Alert, status: AlertStatus): Promise<void> => {
      if (from === status) return
      try {
        await mutateAsync({ alertId, status })
      } catch {
        return // `error` shows it.
      }
      const undo = () => void mutateAsync({ alertId, status: from }).catch(() => {})
      offer({ what: statusLooks[status].done, undo })
    },
    [mutateAsync, offer],
  )
  return { decide, error }
}
