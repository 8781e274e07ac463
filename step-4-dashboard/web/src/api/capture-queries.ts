import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError, toApiError } from './api-error.ts'
import { bodyOf, captureClient } from './client.ts'
import { apiBase } from './server-address.ts'

export type StartRequest = NonNullable<Parameters<typeof captureClient.start.$post>[0]['json']>
export type CaptureInterface = Awaited<ReturnType<typeof getInterfaces>>[number]
export type Sample = Awaited<ReturnType<typeof getSamples>>[number]

async function getInterfaces() {
  return (await bodyOf(captureClient.interfaces.$get())).interfaces
}

async function getSamples() {
  return (await bodyOf(captureClient.samples.$get())).samples
}

export function useInterfaces() {
  return useQuery({ queryKey: ['interfaces'], queryFn: getInterfaces, staleTime: 10_000 })
}

export function useSamples() {
  return useQuery({ queryKey: ['samples'], queryFn: getSamples, staleTime: 60_000 })
}

export function useStart() {
  return useMutation({
    mutationFn: async (json: StartRequest) => bodyOf(captureClient.start.$post({ json })),
  })
}

export function useStop() {
  return useMutation({ mutationFn: async () => bodyOf(captureClient.stop.$post()) })
}

/** Sends a capture file and starts its replay. */
export function useUpload() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (file: File) => {
      const { file_id } = await upload(file)
      void queries.invalidateQueries({ queryKey: ['files'] })
      return bodyOf(captureClient.start.$post({ json: { source: { kind: 'pcap', file_id } } }))
    },
  })
}

/** Retrains the model on what was captured last. */
export function useRetrain() {
  return useMutation({ mutationFn: () => send('/api/train', JSON.stringify({})) })
}

async function upload(file: File): Promise<{ file_id: string }> {
  const form = new FormData()
  form.append('file', file)
  return (await send('/api/upload', form)) as { file_id: string }
}

/** For the two routes that the typed client does not carry. @throws ApiError */
async function send(path: string, body: FormData | string): Promise<unknown> {
  const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : undefined
  const response = await fetch(apiBase + path, {
    method: 'POST',
    body,
    ...(headers ? { headers } : {}),
  }).catch(() => {
    throw new ApiError({
      status: 0,
      code: 'E_NO_ANSWER',
      message: 'the server does not answer',
      fix: 'See whether it still runs in its terminal.',
    })
  })
  if (!response.ok) throw await toApiError(response)
  return response.json()
}
