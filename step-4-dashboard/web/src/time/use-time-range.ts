import { useSearchParams } from 'wouter'

/** Epoch seconds of traffic time; what is undefined is not bounded. */
export interface TimeRange {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** The time range of the address, and a way to change it. */
export function useTimeRange(): readonly [TimeRange, (range: TimeRange) => void] {
  const [search, setSearch] = useSearchParams()
  const range = { from: secondsOf(search.get('from')), to: secondsOf(search.get('to')) }
  function choose({ from, to }: TimeRange): void {
    setSearch((old) => {
      const next = new URLSearchParams(old)
      for (const [name, value] of [
        ['from', from],
        ['to', to],
      ] as const) {
        if (value === undefined) next.delete(name)
        else next.set(name, String(value))
      }
      return next
    })
  }
  return [range, choose]
}

/** Epoch seconds or RFC 3339, as the API takes both. */
function secondsOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined
  const seconds = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / 1000
  return Number.isFinite(seconds) ? seconds : undefined
}
