/**
 * The language of the search field: `severity:high host:10.0.0.0/8 -kind:beaconing seen<2h words`.
 * Pure text work without imports, because the pages read it as well as the server does.
 */

/** More than a text of the greatest length can hold of useful terms. */
export const searchTermCountMax = 50
export const searchLengthMax = 200

/** Each field with what it means, in the order in which a completion offers them. */
export const searchFields = {
  severity: 'critical, high, medium, low or info',
  host: 'source or target: an address, a CIDR block or a name',
  source: 'who did it',
  target: 'to whom',
  port: 'target port',
  kind: 'kind of the detection',
  detector: 'name of the detector',
  technique: 'ATT&CK technique, such as T1046',
  status: 'new, acknowledged, escalated, resolved or false_positive',
  traffic: 'live, pcap or simulate',
  capture: 'name of the capture or interface',
  count: 'detections: count>10',
  score: '0 to 1: score>0.9',
  confidence: '0 to 1: confidence>0.8',
  seen: 'last seen before now: seen<2h is within the last two hours',
} as const
export type SearchField = keyof typeof searchFields

export interface SearchTerm {
  readonly field: SearchField
  readonly comparison: ':' | '<' | '>'
  readonly value: string
  /** Written with a minus in front: alerts that fit are left out. */
  readonly isExcluded: boolean
}

export interface Search {
  readonly terms: readonly SearchTerm[]
  readonly words: readonly string[]
  /** Words with a minus in front. */
  readonly excludedWords: readonly string[]
}

const fieldNames = Object.keys(searchFields).join('|')
const termPattern = new RegExp(`^(-?)(${fieldNames})([:<>])(.*)$`, 's')

/** Reads a search text. Whatever is no known field is a word, so that `::1` and a MAC address can be searched for. */
export function parseSearch(text: string): Search {
  const terms: SearchTerm[] = []
  const words: string[] = []
  const excludedWords: string[] = []
  for (const part of splitSearch(text)) {
    const [, minus, field, comparison, quoted] = termPattern.exec(part) ?? []
    const value = unquoted(quoted ?? '')
    if (field !== undefined && comparison !== undefined && value !== '') {
      terms.push({
        field: field as SearchField, // The pattern is made of the names.
        comparison: comparison as SearchTerm['comparison'],
        value,
        isExcluded: minus === '-',
      })
    } else if (/^-./.test(part)) {
      excludedWords.push(unquoted(part.slice(1)))
    } else {
      words.push(unquoted(part))
    }
  }
  return { terms, words, excludedWords }
}

/** Writes a term as `parseSearch` reads it. */
export function writeTerm({ field, comparison, value, isExcluded }: SearchTerm): string {
  const text = /[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value
  return `${isExcluded ? '-' : ''}${field}${comparison}${text}`
}

/** The text with a term added, or as it was where it has that term; the opposite term goes. */
export function withTerm(text: string, term: SearchTerm): string {
  const written = writeTerm(term)
  const opposite = writeTerm({ ...term, isExcluded: !term.isExcluded })
  const parts = splitSearch(text).filter((part) => part !== opposite)
  return (parts.includes(written) ? parts : [...parts, written]).join(' ')
}

export function withoutPart(text: string, part: string): string {
  return splitSearch(text)
    .filter((one) => one !== part)
    .join(' ')
}

/** The parts of a text as they stand in it; a quotation holds its spaces together. */
export function splitSearch(text: string): string[] {
  return text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []
}

/** `90s`, `15m`, `2h`, `7d` in seconds; undefined for another text. */
export function readAgeSeconds(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})(s|m|h|d)$/.exec(text) ?? []
  const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }
  return count === undefined || unit === undefined
    ? undefined
    : Number(count) * (secondsIn[unit] ?? 1)
}

function unquoted(text: string): string {
  return text.replace(/^"([^"]+)"$/, '$1')
}
