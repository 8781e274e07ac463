import { AppError, severity, sourceKind } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import { alertStatus } from './alert.ts'
import type { AlertFilter } from './alert-filter.ts'
import {
  parseSearch,
  readAgeSeconds,
  type SearchField,
  type SearchTerm,
  searchTermCountMax,
} from './search-language.ts'

/** A search text as a filter: a field that is named twice may have either value, words must all occur. @throws AppError `E_INVALID_INPUT` */
export function searchFilter(text: string, now: Date): AlertFilter {
  const { terms, words, excludedWords } = parseSearch(text)
  if (terms.length + excludedWords.length > searchTermCountMax) {
    throw refused(`the search has more than ${searchTermCountMax} terms`, 'Leave some out.')
  }
  const included = new Map<string, AlertFilter[]>()
  const none: AlertFilter[] = excludedWords.map((q) => ({ q }))
  for (const term of terms) {
    const { filter, isNegated } = filterOf(term, now)
    if (term.isExcluded !== isNegated) none.push(filter)
    // A bound is no alternative to another bound: count>5 count<10 means both.
    else {
      const group = term.comparison === ':' ? term.field : `${term.field}${included.size}`
      included.set(group, [...(included.get(group) ?? []), filter])
    }
  }
  return {
    ...(words.length > 0 ? { q: words.join(' ') } : {}),
    ...(included.size > 0 ? { all: [...included.values()] } : {}),
    ...(none.length > 0 ? { none } : {}),
  }
}

interface TermFilter {
  readonly filter: AlertFilter
  /** What does not fit the filter is meant: `count<5` is not `count` of 5 or more. */
  readonly isNegated: boolean
}

function filterOf(term: SearchTerm, now: Date): TermFilter {
  const { field, comparison, value } = term
  if (field === 'seen')
    return { filter: { from: momentOf(term, now) }, isNegated: comparison === '>' }
  if (field in bounds) {
    const name = bounds[field as keyof typeof bounds]
    if (comparison === ':') throw refused(`${field} takes > or <`, `Write ${field}>${value}.`)
    return { filter: { [name]: numberOf(term) }, isNegated: comparison === '<' }
  }
  if (comparison !== ':') throw refused(`${field} takes a colon`, `Write ${field}:${value}.`)
  return { filter: equalTo(field, value), isNegated: false }
}

const bounds = { count: 'min_count', score: 'min_score', confidence: 'min_confidence' } as const
const names = new Set<SearchField>(['kind', 'detector', 'source', 'target', 'host', 'technique'])

function equalTo(field: SearchField, value: string): AlertFilter {
  if (field === 'severity') return { severity: [oneOf(field, severity.safeParse(value).data)] }
  if (field === 'status') return { status: [oneOf(field, alertStatus.safeParse(value).data)] }
  if (field === 'traffic') {
    return { capture_source: [oneOf(field, sourceKind.safeParse(value).data)] }
  }
  if (field === 'capture') return { capture_name: value }
  if (field === 'port') return { target_port: portOf(value) }
  if (names.has(field)) return { [field]: [value] }
  throw new Error(`the field ${field} has no filter`)
}

function oneOf<T>(field: SearchField, value: T | undefined): T {
  if (value !== undefined) return value
  throw refused(`the search names no ${field}`, `GET /docs lists the values of ${field}.`)
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw refused(`port ${text} is no port`, 'A port is a number from 0 to 65535.')
}

function numberOf({ field, value }: SearchTerm): number {
  const number = Number(value)
  if (/^\d+(?:\.\d+)?$/.test(value)) return number
  throw refused(`${field} is compared with ${value}`, `Compare it with a number: ${field}>1.`)
}

function momentOf({ value, comparison }: SearchTerm, now: Date): number {
  const ageSeconds = readAgeSeconds(value)
  if (ageSeconds !== undefined && comparison !== ':') return now.getTime() / 1000 - ageSeconds
  throw refused(`seen${comparison}${value} is no age`, 'Write seen<2h or seen>7d.')
}

function refused(message: string, fix: string): AppError {
  return new AppError(errorCodes.E_INVALID_INPUT, message, { fix })
}
