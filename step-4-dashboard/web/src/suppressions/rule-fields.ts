import type { Rule } from './suppression-queries.ts'

/** The fields of a rule as the form shows them; `q` are words of the title. */
export const ruleFields = [
  ['kind', 'Kind'],
  ['source', 'Source: address or CIDR block'],
  ['target', 'Target: address or CIDR block'],
  ['host', 'Either end'],
  ['target_port', 'Target port'],
  ['detector', 'Detector'],
  ['technique', 'Technique'],
  ['severity', 'Severity'],
  ['capture_name', 'Capture'],
  ['q', 'Words of the title'],
] as const
export type RuleField = (typeof ruleFields)[number][0]
export type RuleTexts = Readonly<Partial<Record<RuleField, string>>>

const single = new Set<RuleField>(['target_port', 'capture_name', 'q'])

/** The rule that the fields name; several values of one field are separated by commas. */
export function ruleOf(texts: RuleTexts): Rule {
  const entries = ruleFields.flatMap(([field]): [RuleField, number | string | string[]][] => {
    const text = texts[field]?.trim() ?? ''
    if (text === '') return []
    if (field === 'target_port') return [[field, Number(text)]]
    const values = text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)
    return [[field, single.has(field) ? text : values]]
  })
  return Object.fromEntries(entries)
}

export function textsOfSearch(search: URLSearchParams): RuleTexts {
  return Object.fromEntries(
    ruleFields.flatMap(([field]): [RuleField, string][] => {
      const text = search.get(field)
      return text ? [[field, text]] : []
    }),
  )
}

/** A rule in one line: `kind port scan or beaconing, source 10.0.0.0/8`. */
export function wordsOfRule(rule: Readonly<Record<string, unknown>>): string {
  return Object.entries(rule)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${[value].flat().join(' or ')}`)
    .join(', ')
}
