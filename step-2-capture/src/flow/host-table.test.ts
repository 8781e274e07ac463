import { describe, expect, it } from 'vitest'
import { HostColumn } from './host-rows.ts'
import { HostTable } from './host-table.ts'

function makeTable(hostCountMax: number) {
  const evicted: number[] = []
  const table = new HostTable({ seed: 1, hostCountMax, onEvict: (host) => evicted.push(host) })
  const intern = (...bytes: number[]) => table.intern(Uint8Array.from(bytes), 0, bytes.length, 0)
  return { table, evicted, intern }
}

const ipv6 = (last: number) => [0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), last]

describe('HostTable', () => {
  it('gives an address the same id each time, and its text', () => {
    const { table, intern } = makeTable(8)
    const [a, b, c] = [intern(192, 0, 2, 1), intern(...ipv6(1)), intern(2, 0, 0, 0, 0, 1)]
    expect(new Set([a, b, c]).size).toBe(3)
    expect([intern(192, 0, 2, 1), intern(...ipv6(1)), intern(2, 0, 0, 0, 0, 1)]).toEqual([a, b, c])
    const texts = [a, b, c].map((host) => table.text(host))
    expect(texts).toEqual(['192.0.2.1', '2001:db8::1', '02:00:00:00:00:01'])
  })

  it('lets the host go that was silent for longest, says so first, and counts it', () => {
    const { table, evicted, intern } = makeTable(2)
    const first = intern(10, 0, 0, 1)
    const second = intern(10, 0, 0, 2)
    intern(10, 0, 0, 1)
    const third = intern(10, 0, 0, 3)
    expect({ evicted, third, count: table.evictedCount }).toEqual({
      evicted: [second],
      third: second,
      count: 1,
    })
    expect([table.text(first), table.text(third)]).toEqual(['10.0.0.1', '10.0.0.3'])
    expect(table.value(third, HostColumn.packetsSent)).toBe(0)
  })

  it('keeps hosts with open flows, however many others come', () => {
    const { table, evicted, intern } = makeTable(4)
    const busy = intern(10, 0, 0, 1)
    table.add(busy, HostColumn.openFlows, 1)
    for (let n = 0; n < 1000; n++) intern(10, 1, n >> 8, n & 255)
    expect(evicted).not.toContain(busy)
    expect(table.text(busy)).toBe('10.0.0.1')
    expect(table.count).toBe(4)
    expect(table.evictedCount).toBe(997)
  })
})
