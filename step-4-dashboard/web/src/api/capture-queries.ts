import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { askServer } from './ask-server.ts'
import { bodyOf, captureClient } from './client.ts'

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

/** The newest packets that the server has of the run, the newest first. */
export function useNewestPackets(isWanted: boolean) {
  return useQuery({
    queryKey: ['results', 'recent'],
    queryFn: async () => (await bodyOf(captureClient.results.$get())).recent.toReversed(),
    enabled: isWanted,
    staleTime: 0,
  })
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

/** Retrains the model on the run, or where that has too little traffic, on simulated traffic. */
export function useRetrain() {
  return useMutation({ mutationFn: async () => bodyOf(captureClient.train.$post({ json: {} })) })
}

/** The typed client does not carry a form. @throws ApiError */
async function upload(file: File): Promise<{ file_id: string }> {
  const form = new FormData()
  form.append('file', file)
  return bodyOf(askServer('/api/upload', { method: 'POST', body: form }))
}
