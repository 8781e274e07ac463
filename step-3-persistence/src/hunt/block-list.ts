import { csvCell } from '../export/csv.ts'
import type { Indicator } from './indicator/indicator.ts'

export const blockListFormats = ['plain', 'nftables', 'csv'] as const
export type BlockListFormat = (typeof blockListFormats)[number]

/** Indicators as other programs take them. Their values are in one spelling, so none can be a command. */
export function blockList(indicators: readonly Indicator[], format: BlockListFormat): string {
  if (format === 'nftables') return nftables(indicators)
  if (format === 'csv') return csv(indicators)
  return indicators.map(({ value }) => `${value}\n`).join('')
}

/**
 * Two sets of nftables, to be loaded by `nft -f` and used by rules of one's own: nothing is blocked by
 * loading them. Only addresses and blocks are in them.
 */
function nftables(indicators: readonly Indicator[]): string {
  const addresses = indicators.filter(({ type }) => ['ipv4', 'ipv6', 'cidr'].includes(type))
  const v6 = addresses.filter(({ value }) => value.includes(':'))
  const v4 = addresses.filter(({ value }) => !value.includes(':'))
  return [
    'table inet net_anomaly {',
    ...setOf('blocked_ipv4', 'ipv4_addr', v4),
    ...setOf('blocked_ipv6', 'ipv6_addr', v6),
    '}',
    '',
  ].join('\n')
}

function setOf(name: string, type: string, members: readonly Indicator[]): string[] {
  const elements = [...new Set(members.map(({ value }) => value))].join(', ')
  const list = elements === '' ? [] : [`    elements = { ${elements} }`]
  const head = [`  set ${name} {`, `    type ${type}`, '    flags interval', '    auto-merge']
  return [...head, ...list, '  }']
}

function csv(indicators: readonly Indicator[]): string {
  const rows = indicators.map((one) => {
    const { type, value, threat_type, confidence, feed, first_seen, description } = one
    return [type, value, threat_type, confidence, feed, first_seen ?? '', description]
  })
  const header = ['type', 'value', 'threat_type', 'confidence', 'feed', 'first_seen', 'description']
  return [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}
