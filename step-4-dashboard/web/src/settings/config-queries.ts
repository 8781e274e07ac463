import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { alertClient, bodyOf, captureClient } from '../api/client.ts'

export type ShownConfig = Awaited<ReturnType<typeof getConfig>>
export type ConfigChange = Parameters<typeof alertClient.config.$put>[0]['json']
export type DetectorRecord = Awaited<ReturnType<typeof getDetectors>>[number]
export type DetectorOption = DetectorRecord['options'][number]

const getConfig = () => bodyOf(alertClient.config.$get())
const getDetectors = async () => (await bodyOf(captureClient.detectors.$get())).detectors

export function useConfig() {
  return useQuery({ queryKey: ['config'], queryFn: getConfig })
}

export function useDetectors() {
  return useQuery({ queryKey: ['config', 'detectors'], queryFn: getDetectors })
}

/** Changes the parts that are given; what is left out stays as it is. */
export function useChangeConfig() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (json: ConfigChange) => bodyOf(alertClient.config.$put({ json })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['config'] }),
  })
}

export function useTestAlert() {
  return useMutation({
    mutationFn: (channel: string) => {
      type Body = Parameters<(typeof alertClient)['test-alert']['$post']>[0]['json']
      const json = { channels: [channel] } as unknown as Body // The names are those of the server.
      return bodyOf(alertClient['test-alert'].$post({ json }))
    },
  })
}
