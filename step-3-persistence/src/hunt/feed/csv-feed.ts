import type { IndicatorType } from '../indicator/indicator.ts'
import { typedValues } from '../indicator/typed-value.ts'
import { type FeedEntry, shareOf, textOf, timeOf } from './feed-entry.ts'
import { namedType } from './named-type.ts'

/** Columns by the names that feeds give them, in lower case; the first that is there counts. */
const columns = {
  value: [
    ...[
      'ioc_value',
      'ioc',
      'indicator',
      'value',
      'indicator_value',
      'observable',
      'ip',
      'ip_address',
    ],
    ...[
      'dst_ip',
      'dest_ip',
      'ipaddress',
      'address',
      'cidr',
      'network',
      'domain',
      'hostname',
      'host',
    ],
    ...[
      'fqdn',
      'url',
      'sha256_hash',
      'sha256',
      'sha1_hash',
      'sha1',
      'md5_hash',
      'md5',
      'hash',
      'ja3',
      'ja3_md5',
      'ja4',
    ],
  ],
  type: ['ioc_type', 'indicator_type', 'type'],
  threatType: ['threat_type', 'threat', 'malware_printable', 'malware', 'category', 'signature'],
  confidence: ['confidence_level', 'confidence', 'score'],
  description: ['description', 'comment', 'reference', 'listingreason', 'tags'],
  firstSeen: [
    'first_seen_utc',
    'first_seen',
    'firstseen',
    'dateadded',
    'listingdate',
    'date',
    'created',
  ],
} as const

/** Columns whose name is the type of what is in them. */
const typedColumns: Readonly<Record<string, IndicatorType>> = {
  ja3: 'ja3',
  ja3_md5: 'ja3',
  ja4: 'ja4',
  md5: 'md5',
  md5_hash: 'md5',
  url: 'url',
}

/** Rows with a header, which may be the last comment before them, as abuse.ch has it (RFC 4180). */
export function* csvFeed(text: string): Generator<FeedEntry> {
  const separator = separatorOf(text)
  let header: readonly string[] | undefined
  let comment: readonly string[] | undefined
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    if (/^\s*[#;]/.test(line)) {
      comment = cellsOf(line.replace(/^\s*[#;]+\s*/, ''), separator)
      continue
    }
    const cells = cellsOf(line, separator)
    if (header === undefined) {
      const isBehindHeader = comment?.length === cells.length && valueColumn(comment) !== -1
      const isHeader = !isBehindHeader && valueColumn(cells) !== -1 && !cells.some(isIndicator)
      header = (isBehindHeader ? comment : isHeader ? cells : [])?.map((name) => name.toLowerCase())
      if (isHeader) continue
    }
    yield entryOf(header ?? [], cells)
  }
}

function entryOf(header: readonly string[], cells: readonly string[]): FeedEntry {
  const at = (names: readonly string[]) => {
    const column = names.map((name) => header.indexOf(name)).find((found) => found !== -1)
    return column === undefined ? undefined : textOf(cells[column])
  }
  // Without a header the first column is the value.
  const column = Math.max(0, valueColumn(header))
  return {
    text: cells[column] ?? '',
    type: namedType(at(columns.type)) ?? typedColumns[header[column] ?? ''],
    threatType: at(columns.threatType),
    confidence: shareOf(at(columns.confidence)),
    description: at(columns.description),
    firstSeen: timeOf(at(columns.firstSeen)),
  }
}

function isIndicator(cell: string): boolean {
  return typedValues(cell).length > 0
}

function valueColumn(cells: readonly string[]): number {
  const names = cells.map((cell) => cell.toLowerCase())
  const name = columns.value.find((known) => names.includes(known))
  return name === undefined ? -1 : names.indexOf(name)
}

function separatorOf(text: string): string {
  const start = text.slice(0, 4_096)
  const counts = [',', ';', '\t'].map((separator) => start.split(separator).length)
  return [',', ';', '\t'][counts.indexOf(Math.max(...counts))] ?? ','
}

/** A line's cells; quoted ones may hold the separator, and a doubled quote for one. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const character = line[at]
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (line[at + 1] === '"') cell += line[++at]
      else isQuoted = false
    } else if (character === '"') isQuoted = true
    else if (character === separator) {
      cells.push(cell.trim())
      cell = ''
    } else cell += character
  }
  return [...cells, cell.trim()]
}
