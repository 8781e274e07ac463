import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from 'd3-force'

/** As many steps as the simulation takes to come to rest from its default heat. */
const stepCount = 300
/** Repulsion of two hosts, and room around each: what keeps 200 of them apart. */
const charge = -120
const nodeSpace = 14
const linkLength = 60
/** Pulls parts without a link between them towards the middle, less in width: a card is wide. */
const gravity = { x: 0.03, y: 0.09 }

export interface LayoutTask {
  readonly hostCount: number
  /** Each begins with the numbers of its two hosts. */
  readonly links: readonly (readonly [number, number, ...unknown[]])[]
}

/** The place of each host, in their order. The same task gives the same places. */
export type Layout = readonly (readonly [x: number, y: number])[]

/** Places hosts by force (Fruchterman and Reingold, 1991, as d3-force has it). */
export function layOut({ hostCount, links }: LayoutTask): Layout {
  const nodes: SimulationNodeDatum[] = Array.from({ length: hostCount }, (_, index) => ({
    index,
  }))
  forceSimulation(nodes)
    .force(
      'link',
      forceLink(links.map(([source, target]) => ({ source, target }))).distance(linkLength),
    )
    .force('charge', forceManyBody().strength(charge))
    .force('space', forceCollide(nodeSpace))
    .force('x', forceX().strength(gravity.x))
    .force('y', forceY().strength(gravity.y))
    .stop()
    .tick(stepCount)
  return nodes.map(({ x = 0, y = 0 }) => [x, y] as const)
}
