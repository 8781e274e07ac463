import { describe, expect, it } from 'vitest'
import { Engine } from '../engine.ts'
import { addressBytes } from '../memory/address-bytes.ts'
import { analyzeCapture } from '../run/analyze-capture.ts'
import { FlowLog } from '../run/flow-log.ts'
import type { FlowRecord } from '../run/flow-record.ts'
import { flowInput } from './flow-input.ts'
import { FlowReplay } from './flow-replay.ts'

const base = { timestamp: 1_768_381_200, src_ip: '192.0.2.1', dst_ip: '192.0.2.2', protocol: 'tcp' }

/** The flows that the engine makes of the packets that were made of the flows. */
async function roundTrip(...inputs: object[]): Promise<readonly FlowRecord[]> {
  const source = new FlowReplay(
    'flows',
    inputs.map((input) => flowInput.parse(input)),
  )
  let log: FlowLog | undefined
  const engine = new Engine({
    capture: { source: 'pcap', name: 'flows' },
    detectors: [],
    observers: [
      (traffic) => {
        log = new FlowLog(traffic)
        return log
      },
    ],
    seed: 1,
    onDetection: () => {},
  })
  for await (const chunk of source.open(new AbortController().signal)) engine.push(chunk)
  engine.end()
  expect(engine.reader.error).toBeNull()
  expect(engine.malformedCount).toBe(0)
  return log?.page({ limit: 1000, offset: 0 }).flows ?? []
}

describe('FlowReplay', () => {
  it.each([
    ['a connection', { packets_sent: 10, packets_received: 8 }, 'closed'],
    ['a refusal', { packets_sent: 1, packets_received: 1 }, 'rejected'],
    ['no answer', { packets_sent: 3, packets_received: 0 }, 'attempted'],
    ['half a handshake', { packets_sent: 1, packets_received: 4 }, 'halfOpen'],
  ])('plays %s as packets of that state', async (_, counts, state) => {
    const [flow] = await roundTrip({ ...base, ...counts, src_port: 40_000, dst_port: 80 })
    expect(flow).toMatchObject({ src_ip: '192.0.2.1', dst_port: 80, state, ...counts })
  })

  it('keeps ends, times and sizes, in IPv4 and IPv6', async () => {
    const numbers = { packets_sent: 20, packets_received: 10, bytes_sent: 20_000, duration: 5 }
    for (const [src_ip, dst_ip] of [
      ['10.0.0.1', '10.0.0.2'],
      ['2001:db8::1', 'fe80::ffff:1'],
    ]) {
      const flow = { ...base, ...numbers, src_ip, dst_ip, protocol: 17, src_port: 9, dst_port: 53 }
      expect(await roundTrip({ ...flow, bytes_received: 3_000 })).toMatchObject([
        { src_ip, dst_ip, proto_name: 'UDP', src_port: 9, dst_port: 53, bytes_sent: 20_000 },
      ])
      const [played] = await roundTrip({ ...flow, bytes_received: 3_000 })
      expect(played).toMatchObject({ bytes_received: 3_000, duration_seconds: 5 })
    }
  })

  it('plays a flow of a trillion packets with a few of them', async () => {
    const flow = { ...base, packets_sent: 1e12, packets_received: 1e12, bytes_sent: 1e12 }
    const [played] = await roundTrip({ ...flow, duration: 1000 })
    expect(played?.packets_sent).toBe(64)
    expect(played?.duration_seconds).toBe(1000)
  })

  it('stays within its number of packets for any number of flows', async () => {
    const flow = flowInput.parse({ ...base, packets_sent: 1_000 })
    const source = new FlowReplay('flows', new Array(10_000).fill(flow))
    expect((await analyzeCapture(source, { detectors: [] })).packets).toBe(200_000)
  })
})

describe('flowInput', () => {
  it.each([
    ['a text for an address', { src_ip: 'localhost' }],
    ['two kinds of address', { dst_ip: '::1' }],
    ['an unknown protocol', { protocol: '__proto__' }],
    ['a protocol over 255', { protocol: 256 }],
    ['a time before 1970', { timestamp: -1 }],
    ['a time after 2106', { timestamp: 5e9 }],
    ['a text for a time', { timestamp: 'yesterday' }],
    ['NaN', { duration: Number.NaN }],
    ['a negative count', { bytes_sent: -1 }],
    ['no packets', { packets_sent: 0, packets_received: 0 }],
  ])('refuses %s', (_, change) => {
    expect(flowInput.safeParse({ ...base, ...change }).success).toBe(false)
  })

  it('takes a time as text, with or without a zone', () => {
    const seconds = (timestamp: string) => flowInput.parse({ ...base, timestamp }).timestamp
    expect(seconds('2026-01-14T09:00:00Z')).toBe(1_768_381_200)
    expect(seconds('2026-01-14T10:00:00.5+01:00')).toBe(1_768_381_200.5)
  })
})

describe('addressBytes', () => {
  it.each([
    ['192.0.2.255', [192, 0, 2, 255]],
    ['::', new Array(16).fill(0)],
    ['::1', [...new Array(15).fill(0), 1]],
    ['2001:db8::1', [0x20, 1, 0xd, 0xb8, ...new Array(11).fill(0), 1]],
    ['fe80::', [0xfe, 0x80, ...new Array(14).fill(0)]],
    ['1:2:3:4:5:6:7:8', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
    ['::ffff:192.0.2.1', [...new Array(10).fill(0), 255, 255, 192, 0, 2, 1]],
  ])('reads %s', (text, bytes) => {
    expect([...addressBytes(text)]).toEqual(bytes)
  })
})
