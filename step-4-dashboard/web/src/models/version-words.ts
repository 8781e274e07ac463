import { counted, formatCount } from '../format/quantity.ts'
import type { ModelVersion } from './version-queries.ts'

const kinds = { live: 'live traffic', pcap: 'a capture', simulate: 'simulated traffic' } as const
/** More names say nothing more in a row. */
const captureCountMax = 1

/** `live traffic: eth0`. */
export function wordsOfOrigin({
  source,
  captures,
  made_by,
}: Pick<ModelVersion, 'source' | 'captures' | 'made_by'>): string {
  const named = captures.slice(0, captureCountMax).join(', ')
  const more =
    captures.length > captureCountMax ? ` and ${captures.length - captureCountMax} more` : ''
  const brought = made_by === 'import' ? ' (imported)' : made_by === 'shipped' ? ' (shipped)' : ''
  return `${kinds[source]}${named === '' ? '' : `: ${named}${more}`}${brought}`
}

/** `3 of 4,096 windows, of 2 hosts`. */
export function wordsOfFigures({
  unusual,
  windows,
  hosts,
}: {
  readonly unusual: number
  readonly windows: number
  readonly hosts?: number | undefined
}): string {
  const of = `${formatCount(unusual)} of ${counted(windows, 'window')}`
  if (hosts === undefined || unusual === 0) return of
  return `${of}, of ${counted(hosts, 'host')}`
}

/** What the server says of a version, as a sentence of its own. */
export function sentenceOf(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
}
