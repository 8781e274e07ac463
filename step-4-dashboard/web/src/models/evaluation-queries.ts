import { useQuery } from '@tanstack/react-query'
import { bodyOf, captureClient } from '../api/client.ts'
import { useChange } from './use-change.ts'

const evaluations = captureClient.evaluations
const queryKey = ['evaluations']
/** The samples take some seconds; progress is asked for once a second. */
const pollMs = 1_000

const getEvaluations = async () => (await bodyOf(evaluations.$get())).evaluations
export type Evaluation = Awaited<ReturnType<typeof getEvaluations>>[number]

export function useEvaluations() {
  return useQuery({
    queryKey,
    queryFn: getEvaluations,
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.state === 'running') ? pollMs : false,
  })
}

const compare = ([evaluation_id, other_id]: readonly [string, string]) =>
  bodyOf(
    evaluations[':evaluation_id'].compare[':other_id'].$get({ param: { evaluation_id, other_id } }),
  )
export type EvaluationComparison = Awaited<ReturnType<typeof compare>>

export function useEvaluationComparison(ids: readonly [string, string]) {
  return useQuery({ queryKey: [...queryKey, 'comparison', ...ids], queryFn: () => compare(ids) })
}

/** Measures on all samples, with a version beside the rules. */
export function useEvaluate() {
  return useChange(queryKey, (model_id: string | null) =>
    bodyOf(evaluations.$post({ json: { model_id, wait: false } })),
  )
}

export function useDeleteEvaluation() {
  return useChange(queryKey, (evaluation_id: string) =>
    bodyOf(evaluations[':evaluation_id'].$delete({ param: { evaluation_id } })),
  )
}
