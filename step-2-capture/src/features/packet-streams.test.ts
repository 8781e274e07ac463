import { describe, expect, it } from 'vitest'
import { FlowColumn } from '../flow/flow-column.ts'
import type { FlowId } from '../flow/flow-rows.ts'
import { FlowTable } from '../flow/flow-table.ts'
import type { HostId } from '../flow/host-rows.ts'
import { HostTable } from '../flow/host-table.ts'
import { PacketStreams, streamNumberCount } from './packet-streams.ts'

function makeStreams(channelCountMax: number) {
  const hosts = new HostTable({ seed: 1, onEvict: () => {} })
  const flows = new FlowTable({ seed: 1, hosts, onEnd: () => {} })
  const streams = new PacketStreams({ flows, hosts, seed: 1, channelCountMax })
  const out = new Float64Array(streamNumberCount)
  const flow = 0 as FlowId
  /** A packet between two host ids; says the channel's weight for the slowest decay. */
  const add = (sender: number, receiver: number, timeUs = 0): number => {
    flows.set(flow, FlowColumn.originator, sender)
    flows.set(flow, FlowColumn.responder, receiver)
    flows.fromOriginator = true
    streams.add({ flow, size: 100, timeUs }, out, 0)
    return out[15 + 4 * 7] as number
  }
  return { streams, add, hostWeight: () => out[4 * 3] as number }
}

describe('PacketStreams', () => {
  it('holds no more channels than its limit: the one idle for longest goes, and is counted', () => {
    const { streams, add } = makeStreams(2)
    add(1, 2)
    add(3, 4)
    expect(add(1, 2)).toBe(2)
    add(5, 6)
    expect(streams.evictedCount).toBe(1)
    expect(add(1, 2)).toBe(3)
    expect(add(3, 4)).toBe(1)
  })

  it('takes a host id that was given away for another host', () => {
    const { streams, add, hostWeight } = makeStreams(8)
    add(1, 2)
    expect(add(1, 2)).toBe(2)
    streams.forgetHost(1 as HostId)
    expect(add(1, 2)).toBe(1)
    expect(hostWeight()).toBe(1)
    streams.forgetHost(2 as HostId)
    expect(add(1, 2)).toBe(1)
    expect(hostWeight()).toBe(2)
  })
})
