import type { Alert } from 'step-3-persistence'
import { parseSearch } from 'step-3-persistence/search-language'

/** The filters of the inbox, by the names that the API and the address of the page share. */
export const filterNames = [
  'q',
  'severity',
  'status',
  'host',
  'source',
  'target',
  'target_port',
  'kind',
  'detector',
  'technique',
  'capture_source',
  'capture_name',
  'min_score',
  'suppressed',
  'from',
  'to',
] as const
export type FilterName = (typeof filterNames)[number]
export type AlertFilter = Readonly<Partial<Record<FilterName, string>>>

export type AlertListQuery = AlertFilter & { readonly sort?: string; readonly order?: string }

/** What still waits for a decision; `status=all` in the address shows the decided ones too. */
export const openStatuses = ['new', 'acknowledged', 'escalated'] as const

/** What an address asks for; a name that it does not know is left alone. */
export function filterOfSearch(search: URLSearchParams): AlertFilter {
  const given = filterNames.flatMap((name) => {
    const value = search.get(name)?.trim()
    return value ? [[name, value] as const] : []
  })
  return Object.fromEntries(given)
}

/** The filter as the API takes it. */
export function apiQueryOf(filter: AlertFilter): AlertFilter {
  const { status = openStatuses.join(','), ...rest } = filter
  return status === 'all' ? rest : { ...rest, status }
}

/** The filter as the API takes it for incidents; what a rule hides makes no incident. */
export function incidentQueryOf({ suppressed: _, ...filter }: AlertFilter): AlertFilter {
  return apiQueryOf(filter)
}

/** How many filters a user has set; the open ones are what the inbox is, not a filter. */
export function filterCount(filter: AlertFilter): number {
  return Object.keys(filter).filter((name) => !(name === 'status' && filter.status === 'all'))
    .length
}

/**
 * Whether an alert that has just arrived would be in the list. The server has the last word when
 * the list is loaded; this only decides whether "1 new" is offered.
 */
export function wouldMatch(alert: Alert, filter: AlertFilter): boolean {
  const { severity, status, q, host, kind, capture_source } = apiQueryOf(filter)
  const isIn = (list: string | undefined, value: string) =>
    list === undefined || list.split(',').includes(value)
  return (
    isIn(severity, alert.severity) &&
    isIn(status, alert.status) &&
    isIn(kind, alert.kind) &&
    isIn(capture_source, alert.capture.source) &&
    mayFitSearch(alert, q ?? '') &&
    (host === undefined || [alert.source, alert.target].includes(host) || host.includes('/'))
  )
}

function mayFitSearch(alert: Alert, q: string): boolean {
  const { terms, words, excludedWords } = parseSearch(q)
  const text = `${alert.title} ${alert.source} ${alert.target} ${alert.kind}`.toLowerCase()
  const has = (word: string) => text.includes(word.toLowerCase())
  const values: Readonly<Record<string, string>> = {
    severity: alert.severity,
    kind: alert.kind,
    status: alert.status,
    traffic: alert.capture.source,
    capture: alert.capture.name,
  }
  return (
    words.every(has) &&
    !excludedWords.some(has) &&
    terms.every(({ field, value, isExcluded }) => {
      const actual = values[field]
      return actual === undefined || (actual === value) !== isExcluded
    })
  )
}
