/** What stays in the address from page to page: the time range and the time zone. */
const carriedNames = ['from', 'to', 'tz'] as const

export interface Place {
  readonly pathname: string
  readonly search: string
}

/** An address with what is carried; within a page the address is what it says. */
export function withCarried(address: string, here: Place): string {
  const [path = '', query = ''] = address.split('?', 2)
  if (!path.startsWith('/') || path.startsWith('/api/') || path === here.pathname) return address
  const carried = new URLSearchParams(here.search)
  const next = new URLSearchParams(query)
  for (const name of carriedNames) {
    const value = carried.get(name)
    if (value !== null && !next.has(name)) next.set(name, value)
  }
  return next.size === 0 ? address : `${path}?${next}`
}
