/** What stays in the address as long as these pages are open: which server they ask. */
const serverNames = ['apiBase', 'socketUrl'] as const
/** What stays from page to page: the time range and the time zone too. */
const carriedNames = ['from', 'to', 'tz', ...serverNames] as const

export interface Place {
  readonly pathname: string
  readonly search: string
}

/** An address with what is carried; within a page the rest of the address is what it says. */
export function withCarried(address: string, here: Place): string {
  const [path = '', query = ''] = address.split('?', 2)
  if (path.startsWith('/api/')) return address
  const isHere = path === '' || path === here.pathname
  const carried = new URLSearchParams(here.search)
  const next = new URLSearchParams(query)
  for (const name of isHere ? serverNames : carriedNames) {
    const value = carried.get(name)
    if (value !== null && !next.has(name)) next.set(name, value)
  }
  return next.size === 0 ? address : `${path}?${next}`
}
