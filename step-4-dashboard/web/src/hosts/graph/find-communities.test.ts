import { describe, expect, it } from 'vitest'
import { type CommunityTask, findCommunities } from './find-communities.ts'

type Link = CommunityTask['links'][number]

/** Every host of a group with every other. */
const clique = (hosts: readonly number[], weight = 1): Link[] =>
  hosts.flatMap((one, index) =>
    hosts.slice(index + 1).map((other) => [one, other, weight] as const),
  )

describe('communities', () => {
  it('are groups with more links inside than between them, the largest first', () => {
    const [plant, office] = [
      [0, 1, 2, 3],
      [4, 5, 6, 7, 8],
    ] as const
    const links = [...clique(office), ...clique(plant), [0, 4, 1] as const]
    expect(findCommunities({ hostCount: 9, links })).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0])
  })

  it('join a server and its clients', () => {
    const links = [1, 2, 3].map((client) => [client, 0, 1] as const)
    expect(findCommunities({ hostCount: 4, links })).toEqual([0, 0, 0, 0])
  })

  it('follow the flows: a chat now and then joins no groups', () => {
    const often = [...clique([0, 1, 2], 20), ...clique([3, 4, 5], 20)]
    const seldom = [0, 1, 2].map((host) => [host, host + 3, 1] as const)
    expect(findCommunities({ hostCount: 6, links: [...often, ...seldom] })).toEqual([
      0, 0, 0, 1, 1, 1,
    ])
  })

  it('has hosts without a link by themselves', () => {
    expect(new Set(findCommunities({ hostCount: 3, links: [] })).size).toBe(3)
  })
})
