export const views = [
  { name: 'incidents', label: 'Incidents' },
  { name: 'alerts', label: 'Alerts' },
] as const
export type InboxView = (typeof views)[number]['name']

/** One matter is one row: incidents, unless the address asks for alerts. What a rule hides is in no incident. */
export function viewOfSearch(search: URLSearchParams): InboxView {
  return search.get('view') === 'alerts' || search.has('suppressed') ? 'alerts' : 'incidents'
}

/** The address of the other list with the same filter; an order that it does not have is left out. */
export function searchOfView(search: URLSearchParams, view: InboxView): string {
  const next = new URLSearchParams(search)
  next.delete('view')
  next.delete('order')
  if (view === 'alerts') next.set('view', 'alerts')
  else for (const name of ['sort', 'suppressed']) next.delete(name)
  return next.size === 0 ? '' : `?${next}`
}

/** The address of the same list without its filters, and with these instead. */
export function withoutFilters(
  search: URLSearchParams,
  instead: Record<string, string> = {},
): string {
  const next = new URLSearchParams(instead)
  if (viewOfSearch(search) === 'alerts') next.set('view', 'alerts')
  return next.size === 0 ? '/alerts' : `/alerts?${next}`
}
