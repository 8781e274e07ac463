import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { IncidentDetail } from 'step-3-persistence'
import { incidentQuery } from '../api/incident-queries.ts'

export interface OpenIncidents {
  /** By the id of an open incident what is known of it; undefined while it is read. */
  readonly details: ReadonlyMap<string, IncidentDetail | undefined>
  readonly error: Error | null
  readonly toggle: (id: string) => void
}

/** Those that were open last, so that the way back from an alert leads to them. */
const lastOpen: { ids: readonly string[] } = { ids: [] }

/** Which incidents show their alerts, and these alerts, which follow what comes. */
export function useOpenIncidents(): OpenIncidents {
  const [ids, setIds] = useState(lastOpen.ids)
  const found = useQueries({ queries: ids.map(incidentQuery) })
  function toggle(id: string): void {
    const next = ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]
    lastOpen.ids = next
    setIds(next)
  }
  return {
    details: new Map(ids.map((id, index) => [id, found[index]?.data])),
    error: found.find(({ error }) => error)?.error ?? null,
    toggle,
  }
}
