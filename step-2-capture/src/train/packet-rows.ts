import type { TrafficDetector, TrafficDetectorFactory } from '../detect/seam/traffic-detector.ts'
import { PacketMeasure } from '../features/packet-measure.ts'
import { WindowRows } from './row-sample.ts'

/** 20,000 packets of 115 numbers are 18 MB; of more, a fair sample of that size is kept. */
export const trainingPacketCountMax = 20_000

/** Gathers the rows of packets to learn from. */
export class PacketRowSample {
  readonly #sample: WindowRows
  readonly #seed: number

  constructor({ seed, sampleRate }: { seed: number; sampleRate: number }) {
    this.#seed = seed
    this.#sample = new WindowRows({ seed, sampleRate, countMax: trainingPacketCountMax })
  }

  get rows(): readonly Float64Array[] {
    return this.#sample.rows
  }

  /** A detector that states nothing, and only hands packets over. */
  readonly watch: TrafficDetectorFactory = (traffic): TrafficDetector => {
    const measure = new PacketMeasure(traffic, this.#seed)
    return {
      name: 'packet-rows',
      onFlowStart: (flow) => measure.streams.startFlow(flow),
      onHostEvict: (host) => measure.streams.forgetHost(host),
      onPacket: () => {
        this.#sample.add(measure.measure())
        return false
      },
    }
  }
}
