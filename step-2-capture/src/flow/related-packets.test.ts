import { describe, expect, it } from 'vitest'
import { startSeconds, TrafficScript } from '../../test/traffic-script.ts'
import { RelatedPackets, type Relation, relatedLimits } from './related-packets.ts'

const server = '10.0.0.9:53'

describe('RelatedPackets', () => {
  /** Two clients ask one server, and one asks again from the same port; a packet a second. */
  const script = new TrafficScript()
  for (const client of ['10.0.0.1:4001', '10.0.0.2:4001', '10.0.0.1:4002', '10.0.0.1:4001']) {
    script.udp(client, server).wait(1).udp(server, client).wait(1)
  }

  async function find(relation: Relation, limits = relatedLimits) {
    const related = new RelatedPackets(relation, limits)
    async function* capture() {
      yield script.bytes()
    }
    await related.find(capture())
    return related
  }
  const indexes = async (relation: Relation) =>
    (await find(relation)).packets.map(({ index }) => index)
  const always = { kind: 'hosts', fromSeconds: 0, toSeconds: Number.MAX_VALUE } as const

  it('finds whole flows, both directions of each', async () => {
    const { packets } = await find({ ...always, addresses: ['10.0.0.1'] })
    const [request] = packets
    expect(request).toBeDefined()
    expect(await indexes({ kind: 'flows', of: packets.slice(0, 1) })).toEqual([0, 1, 6, 7])
    expect(await indexes({ kind: 'flows', of: packets.slice(1, 3) })).toEqual([0, 1, 4, 5, 6, 7])
  })

  it('finds all of one address, and all between two, within a time', async () => {
    expect(await indexes({ ...always, addresses: ['10.0.0.2'] })).toEqual([2, 3])
    expect(await indexes({ ...always, addresses: ['10.0.0.9', '10.0.0.1'] })).toEqual([
      0, 1, 4, 5, 6, 7,
    ])
    const span = { fromSeconds: startSeconds + 1, toSeconds: startSeconds + 4 }
    expect(await indexes({ ...always, ...span, addresses: ['10.0.0.1', '10.0.0.9'] })).toEqual([
      1, 4,
    ])
    expect(await indexes({ ...always, addresses: ['10.0.0.1', '10.0.0.2'] })).toEqual([])
  })

  it.each([
    { packetCountMax: 5, bytesMax: 1_000 },
    { packetCountMax: 100, bytesMax: 5 * 60 },
  ])('counts what it has no room for, with %j', async (limits) => {
    const { packets, leftOutCount } = await find({ ...always, addresses: ['10.0.0.9'] }, limits)
    expect([packets.length, leftOutCount]).toEqual([5, 3])
  })
})
