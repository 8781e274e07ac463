import { type HostLink, type LinkWeight, weightOf } from './host-link.ts'

/** More than 200 circles are a cloud in which no host is found. */
export const nodeCountMax = 200

export interface GraphNode {
  readonly host: string
  readonly bytes: number
  readonly alertCount: number
  readonly peerCount: number
}

export interface HostGraph {
  /** Those with alerts first, then those with the most bytes. */
  readonly nodes: readonly GraphNode[]
  readonly links: readonly HostLink[]
  /** Hosts that the links name and that are not shown. */
  readonly leftOutCount: number
}

/** The hosts of the heaviest links, at most 200, and the links between them. */
export function chooseNodes(links: readonly HostLink[], by: LinkWeight): HostGraph {
  const shown = new Set<string>()
  const byWeight = links
    .filter(({ source, target }) => source !== target)
    .filter((link) => by === 'bytes' || link.alertCount > 0)
    .toSorted((one, other) => weightOf(other, by) - weightOf(one, by) || order(one, other))
  for (const { source, target } of byWeight) {
    const further = new Set([source, target].filter((host) => !shown.has(host)))
    if (shown.size + further.size > nodeCountMax) break
    for (const host of further) shown.add(host)
  }
  const inside = byWeight.filter(({ source, target }) => shown.has(source) && shown.has(target))
  const all = new Set(byWeight.flatMap(({ source, target }) => [source, target]))
  const nodes = [...shown].map((host) => nodeOf(host, inside))
  nodes.sort((one, other) => other.alertCount - one.alertCount || other.bytes - one.bytes)
  return { nodes, links: inside, leftOutCount: all.size - shown.size }
}

function nodeOf(host: string, links: readonly HostLink[]): GraphNode {
  const own = links.filter(({ source, target }) => source === host || target === host)
  return {
    host,
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    alertCount: own.reduce((sum, { alertCount }) => sum + alertCount, 0),
    peerCount: new Set(own.flatMap(({ source, target }) => [source, target])).size - 1,
  }
}

function order(one: HostLink, other: HostLink): number {
  return one.source.localeCompare(other.source) || one.target.localeCompare(other.target)
}
