import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { alertClient, bodyOf, captureClient } from '../api/client.ts'
import { useRefresh } from '../live/live-context.tsx'

/** As many statements as the API gives in one answer. */
export const scoreLimit = 1_000
/** A training takes seconds; its progress is asked for twice a second. */
const pollMs = 500

export type TrainRequest = NonNullable<Parameters<typeof captureClient.train.$post>[0]['json']>

/** The newest statements of what a model learned, with their scores. */
export function useLearnedScores() {
  return useQuery({
    queryKey: ['models', 'scores'],
    queryFn: async () => {
      const query = {
        detector: 'window_model,packet_model,sequence_model',
        limit: String(scoreLimit),
      } as never
      return bodyOf(alertClient.anomalies.$get({ query }))
    },
  })
}

export function useTrain() {
  return useMutation({
    mutationFn: (json: TrainRequest) =>
      bodyOf(captureClient.train.$post({ json: { ...json, wait: false } })),
  })
}

/** How a training goes, asked until it has ended. */
export function useTraining(jobId: string | null) {
  const queries = useQueryClient()
  const refresh = useRefresh()
  return useQuery({
    queryKey: ['models', 'training', jobId],
    enabled: jobId !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pollMs : false),
    queryFn: async () => {
      const param = { job_id: jobId ?? '' }
      const job = await bodyOf(captureClient.train[':job_id'].$get({ param }))
      // A version more, and perhaps another model in force.
      if (job.state === 'done') {
        refresh()
        void queries.invalidateQueries({ queryKey: ['models', 'versions'] })
      }
      return job
    },
  })
}

export function useCancelTraining() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (job_id: string) =>
      bodyOf(captureClient.train[':job_id'].$delete({ param: { job_id } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['models'] }),
  })
}
