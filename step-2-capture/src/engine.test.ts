import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { simulatedCapture } from '../test/simulated-capture.ts'
import { TrafficScript } from '../test/traffic-script.ts'
import { protocolNames } from './decode/protocol-names.ts'
import { detectors } from './detect/detectors.ts'
import type { Detection } from './detect/seam/detection.ts'
import type { ObserverFactory } from './detect/seam/observer.ts'
import { Engine } from './engine.ts'
import type { HostWindow } from './features/host-window.ts'
import { FlowState } from './flow/flow-column.ts'
import { writePcap } from './pcap/pcap-writer.ts'

interface RunOptions {
  readonly observers?: readonly ObserverFactory[]
  readonly seed?: number
}

function run(chunks: Iterable<Uint8Array>, options: RunOptions = {}) {
  const detections: Detection[] = []
  const engine = new Engine({
    capture: { source: 'simulate', name: 'test' },
    detectors: options.observers ? [] : detectors,
    observers: options.observers ?? [],
    seed: options.seed ?? 1,
    onDetection: (detection) => detections.push(detection),
  })
  for (const chunk of chunks) engine.push(chunk)
  engine.end()
  return { engine, detections }
}

function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  let at = 0
  for (let i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1
    // A copy that is overwritten afterwards: code that keeps a view of a chunk is found out.
    const chunk = bytes.slice(at, at + length)
    yield chunk
    chunk.fill(0xee)
    at += length
  }
}

/** Hands out each window as plain numbers. */
function windowsOf(bytes: Uint8Array): { startUs: number; row: readonly number[] }[] {
  const windows: { startUs: number; row: readonly number[] }[] = []
  const collect: ObserverFactory = () => ({
    onWindow: ({ startUs, row }: HostWindow) => windows.push({ startUs, row: [...row] }),
  })
  run([bytes], { observers: [collect] })
  return windows
}

describe('Engine', () => {
  let scan: Uint8Array
  beforeAll(async () => {
    scan = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 3 })
  })

  it('finds the same, byte for byte, however the capture is cut', () => {
    const whole = JSON.stringify(run([scan]).detections)
    expect(whole).toContain('vertical_port_scan')
    const lengths = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(lengths, (parts) => {
        expect(JSON.stringify(run(cut(scan, parts)).detections)).toBe(whole)
      }),
      { numRuns: 12 },
    )
  })

  it('finds the same under any seed: it decides where things lie in memory, and nothing else', () => {
    const one = JSON.stringify(run([scan], { seed: 1 }).detections)
    expect(JSON.stringify(run([scan], { seed: 987_654_321 }).detections)).toBe(one)
  })

  it('counts every packet of the capture once', () => {
    const { engine } = run([scan])
    const kinds = engine.protocolCounts.reduce((sum, count) => sum + count, 0)
    expect(kinds).toBe(engine.packetCount)
    let sent = 0
    for (const { row } of windowsOf(scan)) sent += row[0] ?? 0
    const arp = engine.protocolCounts[protocolNames.indexOf('ARP')] ?? 0
    const other = engine.protocolCounts[protocolNames.indexOf('other')] ?? 0
    expect(sent).toBe(engine.packetCount - arp - other)
  })

  it('keeps established flows and finds the flood when a flood fills its table', () => {
    const script = new TrafficScript()
    for (let i = 1; i <= 50; i++) {
      script.connection(`192.0.2.${i}`, '198.51.100.5:443', { end: 'open' })
    }
    const flows = 70_000
    for (let i = 0; i < flows; i++) {
      const source = `${11 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}.7`
      script.wait(0.0001).ignored(`${source}:${1024 + (i % 60_000)}`, '198.51.100.5:443')
    }
    const { engine, detections } = floodWithoutEnd(script)
    expect(detections.some(({ kind }) => kind.includes('flood'))).toBe(true)
    expect(engine.flows.evictedCount).toBe(50 + flows - engine.flows.countMax)
    let established = 0
    engine.flows.forEach((flow) => {
      if (engine.flows.state(flow) === FlowState.established) established++
    })
    expect(established).toBe(50)
  }, 60_000)

  it.each([
    ['0', 0],
    ['2106', 4_294_967_295],
  ])('takes a capture of the year %s', (_, timeSeconds) => {
    const [first] = new TrafficScript().udp('192.0.2.1:1000', '192.0.2.2:2000').records
    if (!first) throw new Error('the script wrote nothing')
    const records = [0, 1].map((i) => ({ ...first, timeSeconds, timeNanoseconds: i * 1000 }))
    const windows = windowsOf(Buffer.concat([...writePcap(records)]))
    expect(windows.map(({ row }) => row[0])).toEqual([2])
    expect(windows.flatMap(({ row }) => row).every(Number.isFinite)).toBe(true)
  })

  it('counts packets from the past as now, and passes over a gap of years in one step', () => {
    const script = new TrafficScript().udp('192.0.2.1:1', '192.0.2.2:2')
    script.wait(50 * 365 * 86_400).udp('192.0.2.1:1', '192.0.2.2:2')
    script.wait(-1_000_000).udp('192.0.2.1:1', '192.0.2.2:2')
    const windows = windowsOf(script.bytes())
    expect(windows.map(({ row }) => row[0])).toEqual([1, 2])
  })
})

/** The state in the middle of a flood, before the end of the capture closes every flow. */
function floodWithoutEnd(script: TrafficScript) {
  const detections: Detection[] = []
  const engine = new Engine({
    capture: { source: 'simulate', name: 'flood' },
    detectors,
    seed: 1,
    onDetection: (detection) => detections.push(detection),
  })
  engine.push(script.bytes())
  return { engine, detections }
}
