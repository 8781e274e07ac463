import { UndirectedGraph } from 'graphology'
import louvain from 'graphology-communities-louvain'

export interface CommunityTask {
  readonly hostCount: number
  /** Places of two hosts, and how much they have to do with each other: flows and alerts. */
  readonly links: readonly (readonly [one: number, other: number, weight: number])[]
}

/**
 * Which hosts belong together, by modularity (Blondel, Guillaume, Lambiotte and Lefebvre, "Fast
 * unfolding of communities in large networks", 2008). The same graph gives the same answer.
 *
 * @returns A number for each host: 0 for the largest community, 1 for the next …
 */
export function findCommunities({ hostCount, links }: CommunityTask): number[] {
  const graph = new UndirectedGraph()
  for (let host = 0; host < hostCount; host++) graph.addNode(host)
  for (const [one, other, weight] of links) graph.mergeEdge(one, other, { weight })
  const found = louvain(graph, { randomWalk: false })
  const communities = Array.from({ length: hostCount }, (_, host) => found[host] ?? host)
  const sizes = Map.groupBy(communities, (community) => community)
  const order = [...sizes]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([community]) => community)
  return communities.map((community) => order.indexOf(community))
}
