import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { askServer } from '../api/ask-server.ts'
import { alertClient, bodyOf, captureClient } from '../api/client.ts'

/** Often enough to see a table fill, seldom enough to cost nothing. */
const refreshMs = 5_000

export type Run = Awaited<ReturnType<typeof getRuns>>[number]
export type StoredFile = Awaited<ReturnType<typeof getFiles>>[number]

export interface ServerHealth {
  readonly status: string
  readonly version: string
  readonly uptime_seconds: number
  readonly ready: boolean
  /** What the server says of its readiness, where it is not ready. */
  readonly readiness: string
}

const getRuns = async () => (await bodyOf(captureClient.runs.$get())).runs
const getFiles = async () => (await bodyOf(captureClient.files.$get())).files

export function useServerHealth() {
  return useQuery({
    queryKey: ['health'],
    refetchInterval: refreshMs,
    queryFn: async (): Promise<ServerHealth> => {
      const headers = { accept: 'application/json' }
      const [health, ready] = await Promise.all([
        askServer('/health', { headers }),
        askServer('/health/ready', { headers }),
      ])
      const { status, version, uptime_seconds } = await health.json()
      const readiness = ready.ok ? '' : JSON.stringify(await ready.json())
      return { status, version, uptime_seconds, ready: ready.ok, readiness }
    },
  })
}

export function useStatus() {
  return useQuery({
    queryKey: ['health', 'status'],
    refetchInterval: refreshMs,
    queryFn: () => bodyOf(captureClient.status.$get()),
  })
}

export function useRuns() {
  return useQuery({ queryKey: ['health', 'runs'], refetchInterval: refreshMs, queryFn: getRuns })
}

export function useFiles() {
  return useQuery({ queryKey: ['files'], queryFn: getFiles })
}

export function useDeliveries() {
  return useQuery({
    queryKey: ['health', 'deliveries'],
    queryFn: () => bodyOf(alertClient.deliveries.$get({ query: { limit: '20' } })),
  })
}

export type RunAct = 'stop' | 'again'

export function useRunAct() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ runId, act }: { runId: string; act: RunAct }) => {
      const param = { run_id: runId }
      const route = captureClient.runs[':run_id']
      return act === 'stop'
        ? bodyOf(route.stop.$post({ param }))
        : bodyOf(route.again.$post({ param }))
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['health'] }),
  })
}

export function useDeleteFile() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (file_id: string) =>
      bodyOf(captureClient.files[':file_id'].$delete({ param: { file_id } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['files'] }),
  })
}

export function useRetryDelivery() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      bodyOf(alertClient.deliveries[':id'].retry.$post({ param: { id } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['health', 'deliveries'] }),
  })
}
