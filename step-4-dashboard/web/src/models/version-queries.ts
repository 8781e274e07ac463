import { useQuery } from '@tanstack/react-query'
import { bodyOf, captureClient } from '../api/client.ts'
import { useRefresh } from '../live/live-context.tsx'
import { useChange } from './use-change.ts'

const models = captureClient.models

const getModels = () => bodyOf(models.$get())
const getModel = (model_id: string) => bodyOf(models[':model_id'].$get({ param: { model_id } }))

export type ModelList = Awaited<ReturnType<typeof getModels>>
export type ModelVersion = ModelList['models'][number]
export type ModelPreview = NonNullable<Awaited<ReturnType<typeof getModel>>['preview']>
export type Comparison = Awaited<ReturnType<typeof compare>>['comparisons'][number]

export function useModels() {
  return useQuery({ queryKey: ['models', 'versions'], queryFn: getModels })
}

/** A version, and what it would have found unusual; asked for while there is an id. */
export function useModel(id: string | null) {
  return useQuery({
    queryKey: ['models', 'version', id],
    enabled: id !== null,
    // What it would find changes with the traffic.
    staleTime: 0,
    queryFn: () => getModel(id ?? ''),
  })
}

const getDrift = async () => (await bodyOf(models.drift.$get())).drift
export type Drift = NonNullable<Awaited<ReturnType<typeof getDrift>>>
/** Traffic changes slowly, and each answer judges some thousand windows. */
const driftMs = 60_000

/** Whether the model that judges still knows the traffic. */
export function useDrift() {
  return useQuery({ queryKey: ['models', 'drift'], queryFn: getDrift, refetchInterval: driftMs })
}

const compare = (model_id: string, other_id: string) =>
  bodyOf(models[':model_id'].compare[':other_id'].$get({ param: { model_id, other_id } }))

export function useComparison([one, other]: readonly string[]) {
  return useQuery({
    queryKey: ['models', 'comparison', one, other],
    enabled: one !== undefined && other !== undefined,
    queryFn: () => compare(one ?? '', other ?? ''),
  })
}

/** After each change the list and the model in the status are asked for anew. */
function useModelChange<Input, Answer>(change: (input: Input) => Promise<Answer>) {
  const refresh = useRefresh()
  return useChange(['models'], (input: Input) => change(input).finally(refresh))
}

export function useActivate() {
  return useModelChange(({ id, accepts }: { readonly id: string; readonly accepts: boolean }) =>
    bodyOf(
      models[':model_id'].activate.$post({
        param: { model_id: id },
        json: { accept_concerns: accepts },
      }),
    ),
  )
}

export function useRollBack() {
  return useModelChange<void, unknown>(() => bodyOf(models.roll_back.$post()))
}

export function useDeleteModel() {
  return useModelChange((model_id: string) =>
    bodyOf(models[':model_id'].$delete({ param: { model_id } })),
  )
}

export function useImportModel() {
  return useModelChange(async (file: File) => {
    // What is no JSON is refused by the server, with the reason.
    const json = JSON.parse((await file.text()) || '{}')
    return bodyOf(models.$post({ query: {}, json }))
  })
}
