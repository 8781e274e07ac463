import { isIPv4 } from 'node:net'
import type { Indicator, TypedValue } from './indicator/indicator.ts'
import { valueOfType } from './indicator/typed-value.ts'
import type { ThreatIntel } from './threat-intel.ts'

/** What of a flow can be an indicator. */
export interface FlowTraits {
  readonly source: string
  readonly target: string
  readonly names: readonly string[]
  readonly urls: readonly string[]
  readonly ja3: string | null
  readonly ja4: string | null
}

/** Where in a flow a value stands that is known to be bad. */
export type MatchPlace = 'source' | 'target' | 'name' | 'url' | 'fingerprint'

export interface FlowMatch {
  readonly place: MatchPlace
  readonly indicator: Indicator
}

/** The values of a flow that feeds know, each with the surest statement about it. */
export function matchFlow(flow: FlowTraits, intel: ThreatIntel): FlowMatch[] {
  if (intel.isEmpty) return []
  const matches: FlowMatch[] = []
  const look = (place: MatchPlace, value: TypedValue | undefined) => {
    const [indicator] = value ? intel.find(value) : []
    if (indicator) matches.push({ place, indicator })
  }
  look('source', addressValue(flow.source))
  look('target', addressValue(flow.target))
  for (const name of flow.names) look('name', { type: 'domain', value: plainName(name) })
  if (intel.has('url')) for (const url of flow.urls) look('url', valueOfType(url, 'url'))
  if (flow.ja3 !== null) look('fingerprint', { type: 'ja3', value: flow.ja3 })
  if (flow.ja4 !== null) look('fingerprint', { type: 'ja4', value: flow.ja4 })
  return matches
}

/** Addresses of traffic are in their one spelling; a MAC address is no indicator. */
function addressValue(address: string): TypedValue | undefined {
  if (isIPv4(address)) return { type: 'ipv4', value: address }
  return address.includes(':') ? { type: 'ipv6', value: address } : undefined
}

/** A host of HTTP may have a port, and any name a dot at its end. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
}
