import type { FlowRecord, ReportedRecord } from 'step-2-capture'
import { isoTimeOfSeconds } from 'step-2-capture/iso-time'
import { addressKey } from '../alert/address-range.ts'

/** A value of a column. */
export type Cell = string | number | bigint | null
type SqlType = 'VARCHAR' | 'DOUBLE' | 'UBIGINT' | 'USMALLINT' | 'UTINYINT'

interface FlowColumn {
  readonly name: string
  readonly type: SqlType
  readonly of: (flow: ReportedRecord, runId: string) => Cell
}

const text = (name: string, of: FlowColumn['of']): FlowColumn => ({ name, type: 'VARCHAR', of })
const number = (name: string, of: FlowColumn['of']): FlowColumn => ({ name, type: 'DOUBLE', of })

/** Columns of the files, one flow a row; DuckDB, pandas, ClickHouse and Spark read them as they are. */
export const flowColumns: readonly FlowColumn[] = [
  text('run_id', (_, runId) => runId),
  text('sensor', ({ sensor }) => sensor),
  text('capture_source', ({ capture }) => capture.source),
  text('capture_name', ({ capture }) => capture.name),
  text('community_id', ({ community_id }) => community_id),
  text('src_ip', ({ src_ip }) => src_ip),
  { name: 'src_port', type: 'USMALLINT', of: ({ src_port }) => src_port },
  text('dst_ip', ({ dst_ip }) => dst_ip),
  { name: 'dst_port', type: 'USMALLINT', of: ({ dst_port }) => dst_port },
  // An address as two numbers, IPv4 in its mapped form, so that a network is a range.
  { name: 'src_high', type: 'UBIGINT', of: ({ src_ip }) => halfOf(src_ip, 'high') },
  { name: 'src_low', type: 'UBIGINT', of: ({ src_ip }) => halfOf(src_ip, 'low') },
  { name: 'dst_high', type: 'UBIGINT', of: ({ dst_ip }) => halfOf(dst_ip, 'high') },
  { name: 'dst_low', type: 'UBIGINT', of: ({ dst_ip }) => halfOf(dst_ip, 'low') },
  { name: 'proto', type: 'UTINYINT', of: ({ proto }) => proto },
  text('proto_name', ({ proto_name }) => proto_name),
  text('state', ({ state }) => state),
  text('end_reason', ({ end }) => end),
  number('first_seen_epoch', ({ first_seen }) => Date.parse(first_seen) / 1000),
  number('last_seen_epoch', ({ last_seen }) => Date.parse(last_seen) / 1000),
  number('duration_seconds', (flow) => flow.duration_seconds),
  number('handshake_seconds', (flow) => flow.handshake_seconds),
  number('mean_gap_seconds', (flow) => flow.mean_gap_seconds),
  number('packets_sent', (flow) => flow.packets_sent),
  number('packets_received', (flow) => flow.packets_received),
  number('bytes_sent', (flow) => flow.bytes_sent),
  number('bytes_received', (flow) => flow.bytes_received),
  number('payload_bytes_sent', (flow) => flow.payload_bytes_sent),
  number('payload_bytes_received', (flow) => flow.payload_bytes_received),
  text('flags_sent', ({ flags_sent }) => flags_sent),
  text('flags_received', ({ flags_received }) => flags_received),
  number('retransmissions', ({ retransmissions }) => retransmissions),
  text('application', ({ application }) => application),
  text('tls_server_name', ({ tls_server_name }) => tls_server_name?.toLowerCase() ?? null),
  text('ja3', ({ ja3 }) => ja3),
  text('ja4', ({ ja4 }) => ja4),
  // Separated by spaces, which no name and no URL of a request has.
  text('names', ({ names }) => joined(names.map((name) => name.toLowerCase()))),
  text('urls', ({ urls }) => joined(urls)),
  text('certificate_subject', ({ certificate }) => certificate?.subject ?? null),
  text('certificate_issuer', ({ certificate }) => certificate?.issuer ?? null),
]

/** The upper or the lower 64 bits of an address; null of what is none. */
function halfOf(address: string, half: 'high' | 'low'): bigint | null {
  const key = addressKey(address)
  if (key === undefined) return null
  return BigInt(`0x${half === 'high' ? key.slice(0, 16) : key.slice(16)}`)
}

/** @param key 32 hex digits. */
export function halvesOfKey(key: string): { high: bigint; low: bigint } {
  return { high: BigInt(`0x${key.slice(0, 16)}`), low: BigInt(`0x${key.slice(16)}`) }
}

export type StoredRow = Readonly<Record<string, unknown>>

/** A row of the files as the API shows it. What the store wrote itself is read without a check. */
export function toFlowRecord(row: StoredRow): FlowRecord {
  const { end_reason, capture_source, capture_name, first_seen_epoch, last_seen_epoch } = row
  const { certificate_subject: subject, certificate_issuer: issuer, names, urls } = row
  return {
    ...(shownAsStored(row) as unknown as FlowRecord),
    run_id: String(row.run_id).replace(/\.\d+$/, ''),
    end: end_reason as FlowRecord['end'],
    open: false,
    first_seen: isoTimeOfSeconds(first_seen_epoch as number),
    last_seen: isoTimeOfSeconds(last_seen_epoch as number),
    names: parts(names),
    urls: parts(urls),
    certificate: subject === null ? null : { subject: String(subject), issuer: String(issuer) },
    capture: {
      source: capture_source as NonNullable<FlowRecord['capture']>['source'],
      name: String(capture_name),
    },
  }
}

/** What is shown in another form, or not at all. */
const storedOnly = new Set([
  ...['run_id', 'src_high', 'src_low', 'dst_high', 'dst_low', 'end_reason'],
  ...['first_seen_epoch', 'last_seen_epoch', 'capture_source', 'capture_name'],
  ...['certificate_subject', 'certificate_issuer'],
])

function shownAsStored(row: StoredRow): StoredRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !storedOnly.has(name)))
}

function joined(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.map((word) => word.replaceAll(/\s/g, '')).join(' ')
}

function parts(text: unknown): string[] {
  return typeof text === 'string' ? text.split(' ') : []
}
