import { expect, it } from 'vitest'
import { detectors } from '../src/detect/detectors.ts'
import type { Detection } from '../src/detect/seam/detection.ts'
import { Engine } from '../src/engine.ts'
import type { SourceKind } from '../src/pcap/source-kind.ts'
import { simulatedCapture } from './simulated-capture.ts'

const seeds = Array.from({ length: 10 }, (_, index) => 3 ** (index * 2 + 1))

function judge(bytes: Uint8Array, source: SourceKind, seed: number) {
  const detections: Detection[] = []
  const engine = new Engine({
    capture: { source, name: 'a.pcap' },
    detectors,
    seed,
    onDetection: (detection) => detections.push(detection),
  })
  engine.push(bytes)
  engine.end()
  return { detections, byteSeed: engine.byteSeed }
}

it.each(['dns_tunnel_txt', 'vertical_port_scan', 'http_flood'])(
  'ten seeds give the same detections of %s, from a file and live',
  { timeout: 60_000 },
  async (scenario) => {
    const bytes = await simulatedCapture({ scenario, seed: 1 })
    for (const source of ['pcap', 'live'] as const) {
      const runs = seeds.map((seed) => judge(bytes, source, seed))
      const [first] = runs
      expect(first?.detections.length).toBeGreaterThan(0)
      for (const { detections } of runs) expect(detections).toEqual(first?.detections)
      // Of a file the seed is the file's; of a live capture it is the run's own.
      const byteSeeds = new Set(runs.map(({ byteSeed }) => byteSeed))
      expect(byteSeeds.size).toBe(source === 'live' ? seeds.length : 1)
    }
  },
)

it('another first packet gives another seed', async () => {
  const one = await simulatedCapture({ scenario: 'office', seed: 1, durationSeconds: 1 })
  const other = await simulatedCapture({ scenario: 'office', seed: 2, durationSeconds: 1 })
  expect(judge(one, 'pcap', 1).byteSeed).not.toBe(judge(other, 'pcap', 1).byteSeed)
})
