import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { resyncAlerts } from '../api/alert-cache.ts'
import { alertClient, bodyOf } from '../api/client.ts'

type Draft = Parameters<typeof alertClient.suppressions.$post>[0]['json']
export type Rule = Draft['rule']
export type Suppression = Awaited<ReturnType<typeof list>>[number]

async function list() {
  return (await bodyOf(alertClient.suppressions.$get())).suppressions
}

const key = ['suppressions']

export function useSuppressions() {
  return useQuery({ queryKey: key, queryFn: list })
}

/** What a rule would hide, before there is one; asked only for a rule with a field. */
export function usePreview(rule: Rule) {
  return useQuery({
    queryKey: [...key, 'preview', rule],
    queryFn: () => bodyOf(alertClient.suppressions.preview.$post({ json: { rule } })),
    enabled: Object.keys(rule).length > 0,
  })
}

export function useAddSuppression() {
  const changed = useChanged()
  return useMutation({
    mutationFn: (json: Draft) => bodyOf(alertClient.suppressions.$post({ json })),
    onSuccess: changed,
  })
}

export function useRemoveSuppression() {
  const changed = useChanged()
  return useMutation({
    mutationFn: (id: string) => bodyOf(alertClient.suppressions[':id'].$delete({ param: { id } })),
    onSuccess: changed,
  })
}

/** Alerts come and go with the rules that hide them. */
function useChanged(): () => void {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: key })
    resyncAlerts(queries)
  }
}
