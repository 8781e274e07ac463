import { beforeAll, describe, expect, it } from 'vitest'
import { simulatedCapture } from '../../../test/simulated-capture.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import type { PacketSource } from '../../capture/packet-source.ts'
import { analyzeCapture } from '../../run/analyze-capture.ts'
import { trainPacketModel } from '../../train/train-packet-model.ts'
import { PacketModel } from './packet-model.ts'
import { unusualPackets } from './unusual-packets.ts'

function source(bytes: Uint8Array): PacketSource {
  return {
    kind: 'pcap',
    name: 'test',
    async *open() {
      yield bytes
    },
  }
}

const training = {
  algorithm: 'forest',
  contamination: 0.001,
  seed: 1,
  sampleRate: 1,
  modelName: 'test',
  now: new Date(0),
}

describe('PacketModel', { timeout: 60_000 }, () => {
  let model: PacketModel
  beforeAll(async () => {
    const office = await simulatedCapture({ scenario: 'office', seed: 1, durationSeconds: 300 })
    model = await trainPacketModel([source(office)], training)
  }, 60_000)

  const judge = (bytes: Uint8Array, judged = model) =>
    analyzeCapture(source(bytes), { detectors: [unusualPackets.using(judged)] })

  it('finds hardly a packet of ordinary traffic bad, and many of a flood', async () => {
    const office = await simulatedCapture({ scenario: 'office', seed: 5, durationSeconds: 120 })
    const ordinary = await judge(office)
    expect(ordinary.bad_packets / ordinary.packets).toBeLessThan(0.02)
    const script = new TrafficScript()
    for (let n = 0; n < 3000; n++) script.wait(0.0002).ignored('192.0.2.66', '198.51.100.5:80')
    const flood = await judge(script.bytes())
    expect(flood.bad_packets).toBeGreaterThan(2000)
    const [first, ...more] = flood.detections
    expect(first).toMatchObject({ kind: 'unusual_packets', source: '192.0.2.66', severity: 'low' })
    expect(first?.reasons.length).toBeGreaterThan(0)
    expect(first?.evidence).toHaveLength(16)
    // Again on each doubling, and not for each packet.
    expect(more.length).toBeLessThanOrEqual(Math.log2(3000 / 100))
  })

  it('judges the same after it was saved and read back', async () => {
    const restored = PacketModel.restore(JSON.parse(JSON.stringify(model.toBundle())))
    const script = new TrafficScript()
    for (let n = 0; n < 500; n++) script.wait(0.001).ignored('192.0.2.66', '198.51.100.5:80')
    expect(await judge(script.bytes(), restored)).toEqual(await judge(script.bytes()))
  })

  it('refuses a file of which anything changed', () => {
    const data = model.toBundle()
    for (const change of [
      { seed: 2 },
      { typical: data.typical.map((n) => n + 1) },
      { hash: 'x' },
    ]) {
      expect(() => PacketModel.restore({ ...data, ...change })).toThrow(/damaged|hash/i)
    }
    expect(() => PacketModel.restore({ ...data, format: 'other' })).toThrow()
  })
})
