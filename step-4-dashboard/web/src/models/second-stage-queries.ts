import { useQuery } from '@tanstack/react-query'
import { alertClient, bodyOf } from '../api/client.ts'
import { useChange } from './use-change.ts'

const routes = alertClient['second-stage']
const queryKey = ['second-stage']

const getSecondStage = () => bodyOf(routes.$get())
export type SecondStageState = Awaited<ReturnType<typeof getSecondStage>>
export type SecondStageVersion = SecondStageState['versions'][number]

export function useSecondStage() {
  return useQuery({ queryKey, queryFn: getSecondStage })
}

export function useTrainSecondStage() {
  return useChange<void, unknown>(queryKey, () => bodyOf(routes.train.$post({ json: {} })))
}

export function useActivateSecondStage() {
  return useChange(queryKey, (version_id: string) =>
    bodyOf(routes[':version_id'].activate.$post({ param: { version_id }, json: {} })),
  )
}

export function useSwitchOffSecondStage() {
  return useChange<void, unknown>(queryKey, () => bodyOf(routes.off.$post()))
}

export function useRollBackSecondStage() {
  return useChange<void, unknown>(queryKey, () => bodyOf(routes.roll_back.$post()))
}
