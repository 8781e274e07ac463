import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { alertClient, bodyOf } from '../api/client.ts'

const routes = alertClient['second-stage']
const queryKey = ['second-stage']

const getSecondStage = () => bodyOf(routes.$get())
export type SecondStageState = Awaited<ReturnType<typeof getSecondStage>>
export type SecondStageVersion = SecondStageState['versions'][number]

export function useSecondStage() {
  return useQuery({ queryKey, queryFn: getSecondStage })
}

/** After each change the versions are asked for anew. */
function useChange<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => queries.invalidateQueries({ queryKey }) })
}

export function useTrainSecondStage() {
  return useChange<void, unknown>(() => bodyOf(routes.train.$post({ json: {} })))
}

export function useActivateSecondStage() {
  return useChange((version_id: string) =>
    bodyOf(routes[':version_id'].activate.$post({ param: { version_id }, json: {} })),
  )
}

export function useSwitchOffSecondStage() {
  return useChange<void, unknown>(() => bodyOf(routes.off.$post()))
}

export function useRollBackSecondStage() {
  return useChange<void, unknown>(() => bodyOf(routes.roll_back.$post()))
}
