import { searchFields } from 'step-3-persistence/search-language'
import { statuses } from '../alert/alert-status.ts'
import { severitiesWorstFirst } from '../severity/severity-look.ts'

/** A list that is read at a glance. */
const completionCountMax = 12

/** Whole search texts that what was typed may become: its last part is completed. */
export function completeSearch(text: string, kinds: readonly string[]): string[] {
  const [, before = '', minus = '', last = ''] = /^(.*?)(-?)(\S*)$/s.exec(text) ?? []
  const [field, value] = last.split(':', 2)
  const values: Readonly<Record<string, readonly string[]>> = {
    severity: severitiesWorstFirst,
    status: statuses,
    traffic: ['live', 'pcap', 'simulate'],
    kind: kinds,
    seen: [],
  }
  const found =
    value === undefined
      ? Object.keys(searchFields)
          .filter((name) => name.startsWith(last))
          .map((name) => (bounded.has(name) ? `${name}>` : `${name}:`))
      : (values[field ?? ''] ?? [])
          .filter((one) => one.startsWith(value))
          .map((one) => `${field}:${one}`)
  return found.slice(0, completionCountMax).map((one) => `${before}${minus}${one}`)
}

const bounded = new Set(['count', 'score', 'confidence', 'seen'])
