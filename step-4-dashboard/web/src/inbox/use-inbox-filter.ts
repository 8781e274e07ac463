import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { type AlertFilter, type FilterName, filterOfSearch } from '../api/alert-filter.ts'

export interface InboxFilter {
  readonly filter: AlertFilter
  readonly sort: string
  readonly order: 'asc' | 'desc'
  /** Sets a part of the address; an empty value takes it out. */
  readonly set: (name: FilterName | 'sort' | 'order', value: string) => void
  /** Adds a value to a list such as `kind=a,b`, or takes it out. */
  readonly toggle: (name: FilterName, value: string) => void
}

/** The filter and the order of the inbox: they are the address, so a link shows the same list. */
export function useInboxFilter(): InboxFilter {
  const [search, setSearch] = useSearchParams()
  const filter = useMemo(() => filterOfSearch(search), [search])
  function set(name: string, value: string): void {
    setSearch(
      (old) => {
        const next = new URLSearchParams(old)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  }
  function toggle(name: FilterName, value: string): void {
    const values = listOf(filter[name])
    const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
    set(name, next.join(','))
  }
  return {
    filter,
    sort: search.get('sort') ?? 'last_seen',
    order: search.get('order') === 'asc' ? 'asc' : 'desc',
    set,
    toggle,
  }
}

export function listOf(value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : value.split(',')
}
