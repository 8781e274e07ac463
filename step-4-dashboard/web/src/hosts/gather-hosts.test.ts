import { describe, expect, it } from 'vitest'
import type { Flow } from '../flows/flow-queries.ts'
import { countBy } from './count-by.ts'
import { gatherHosts } from './gather-hosts.ts'

const flow = (src_ip: string, dst_ip: string, bytes: number, last_seen = '2026-01-14T09:00:00Z') =>
  ({ src_ip, dst_ip, bytes_sent: bytes, bytes_received: 1, last_seen }) as Flow

describe('the hosts of flows and alerts', () => {
  it('are each there once, those in most alerts first, then by bytes', () => {
    const hosts = gatherHosts({
      flows: [flow('a', 'b', 10), flow('a', 'c', 20, '2026-01-14T10:00:00Z')],
      sources: [{ value: 'x', count: 2 }],
      targets: [{ value: 'c', count: 1 }],
    })
    expect(hosts.map(({ host }) => host)).toEqual(['x', 'c', 'a', 'b'])
    expect(hosts[2]).toEqual({
      host: 'a',
      asSource: 0,
      asTarget: 0,
      flowCount: 2,
      peerCount: 2,
      bytesSent: 30,
      bytesReceived: 2,
      lastSeen: '2026-01-14T10:00:00Z',
    })
  })
})

it('counts values, the most frequent first, without those that are not known', () => {
  expect(countBy(['a', 'b', null, 'b'], (one) => one)).toEqual([
    { value: 'b', count: 2 },
    { value: 'a', count: 1 },
  ])
})
