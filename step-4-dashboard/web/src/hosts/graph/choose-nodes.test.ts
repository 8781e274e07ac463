import { describe, expect, it } from 'vitest'
import { chooseNodes, nodeCountMax } from './choose-nodes.ts'
import type { HostLink } from './host-link.ts'

const link = (source: string, target: string, bytes = 1, alertCount = 0): HostLink => ({
  source,
  target,
  bytes,
  flowCount: 1,
  alertCount,
})

describe('the hosts of the graph', () => {
  it('are those of the heaviest links, and no more than 200', () => {
    const links = Array.from({ length: 300 }, (_, index) => link(`a${index}`, `b${index}`, index))
    const graph = chooseNodes(links, 'bytes')
    expect(graph.nodes).toHaveLength(nodeCountMax)
    expect(graph.nodes[0]).toEqual({ host: 'a299', bytes: 299, alertCount: 0, peerCount: 1 })
    expect(graph.links).toHaveLength(nodeCountMax / 2)
    expect(graph.leftOutCount).toBe(400)
  })

  it('are those that alerts name together, when alerts decide', () => {
    const graph = chooseNodes([link('a', 'b', 900), link('c', 'd', 1, 2)], 'alerts')
    expect(graph.nodes.map(({ host }) => host)).toEqual(['c', 'd'])
  })

  it('are none for what a host sends to itself', () => {
    expect(chooseNodes([link('a', 'a', 10)], 'bytes').nodes).toEqual([])
  })
})
