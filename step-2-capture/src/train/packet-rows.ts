import type { ObserverFactory, TrafficObserver } from '../detect/seam/observer.ts'
import { PacketMeasure } from '../features/packet-measure.ts'
import { RowSample } from './row-sample.ts'

/** 20,000 packets of 115 numbers are 18 MB; of more, a fair sample of that size is kept. */
export const trainingPacketCountMax = 20_000

/** Gathers the rows of packets to learn from. */
export class PacketRowSample {
  readonly #sample: RowSample

  constructor({ seed, sampleRate }: { seed: number; sampleRate: number }) {
    this.#sample = new RowSample({ seed, sampleRate, countMax: trainingPacketCountMax })
  }

  get rows(): readonly Float64Array[] {
    return this.#sample.rows
  }

  /** An observer that only hands packets over. */
  readonly watch: ObserverFactory = (traffic): TrafficObserver => {
    const measure = new PacketMeasure(traffic)
    return {
      onFlowStart: (flow) => measure.streams.startFlow(flow),
      onHostEvict: (host) => measure.streams.forgetHost(host),
      onPacket: () => {
        this.#sample.add(measure.measure())
        return false
      },
    }
  }
}
