import { useQueries } from '@tanstack/react-query'
import { alertClient, bodyOf, captureClient } from '../api/client.ts'
import type { HuntedValue } from './read-values.ts'

export interface Finding extends HuntedValue {
  /** Undefined while it is asked for; null where the server has no such question. */
  readonly alerts: number | undefined
  readonly flows: number | null | undefined
  readonly error: unknown
  /** Where the alerts and the flows are. */
  readonly alertsHref: string
  readonly flowsHref: string | null
}

/** Each value looked up among the alerts of all time, and the flows that are kept. */
export function useFindings(values: readonly HuntedValue[]): readonly Finding[] {
  return useQueries({
    queries: values.map((hunted) => ({
      queryKey: ['hunt', hunted.value],
      queryFn: () => lookUp(hunted),
    })),
    combine: (results) =>
      results.map(({ data, error }, index) => {
        const hunted = values[index] ?? { value: '', kind: 'name' }
        return {
          ...hunted,
          ...hrefsOf(hunted),
          ...data,
          alerts: data?.alerts,
          flows: data?.flows,
          error,
        }
      }),
  })
}

async function lookUp(hunted: HuntedValue) {
  const flowQuery = flowQueryOf(hunted)
  const [alerts, flows] = await Promise.all([
    bodyOf(
      alertClient.alerts.$get({
        query: { ...alertQueryOf(hunted), suppressed: 'all', limit: '1' } as never,
      }),
    ),
    flowQuery && bodyOf(captureClient.flows.$get({ query: { ...flowQuery, limit: '1' } as never })),
  ])
  return { alerts: alerts.total, flows: flows ? flows.total : null }
}

/** Hosts are compared as addresses, in any spelling; all else is a word of the alert. */
function alertQueryOf({ value, kind }: HuntedValue): Readonly<Record<string, string>> {
  if (kind === 'technique') return { technique: value }
  const isHost = kind === 'address' || kind === 'block' || kind === 'MAC address'
  return isHost ? { host: value } : { q: value }
}

function flowQueryOf({ value, kind }: HuntedValue): Readonly<Record<string, string>> | null {
  if (kind === 'address' || kind === 'block') return { ip: value }
  return kind === 'community ID' ? { community_id: value } : null
}

function hrefsOf(hunted: HuntedValue): Pick<Finding, 'alertsHref' | 'flowsHref'> {
  const flowQuery = flowQueryOf(hunted)
  const alertQuery = new URLSearchParams({
    status: 'all',
    suppressed: 'all',
    ...alertQueryOf(hunted),
  })
  return {
    alertsHref: `/alerts?${alertQuery}`,
    flowsHref: flowQuery && `/flows?${new URLSearchParams(flowQuery)}`,
  }
}
