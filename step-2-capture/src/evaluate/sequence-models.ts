import { knownSequences } from '../detect/model/known-sequences.ts'
import type { Detector } from '../detect/seam/detector.ts'
import type { HostSequence } from '../train/labelled-sequences.ts'
import { labelledFile, labelledScenarios } from '../train/labelled-sources.ts'
import { readHostSequences, teach } from '../train/train-on-attacks.ts'
import type { LabelledCapture } from './labelled-captures.ts'
import type { HostModels } from './window-models.ts'

/** Seeds of the simulated attacks that are learned from. */
const seeds = [1, 2]

type Hosts = readonly (readonly HostSequence[])[]

/**
 * Makes the sequence models of an evaluation: they know attacks from the simulator alone, never
 * from the captures that they are measured on, and ordinary traffic from the benign captures, but
 * never from the one that is judged.
 */
export class SequenceModels implements HostModels {
  readonly #simulated: Hosts
  readonly #benign: ReadonlyMap<string, Hosts>
  readonly #now: Date
  /** Of all benign captures: what attacks are judged with. */
  #common: Detector | undefined

  private constructor(simulated: Hosts, benign: ReadonlyMap<string, Hosts>, now: Date) {
    this.#simulated = simulated
    this.#benign = benign
    this.#now = now
  }

  static async read(captures: readonly LabelledCapture[], now: Date): Promise<SequenceModels> {
    const simulated: HostSequence[][] = []
    for (const source of labelledScenarios(seeds)) {
      simulated.push(...(await readHostSequences(source)))
    }
    const benign = new Map<string, Hosts>()
    for (const { file, path, isBenign } of captures) {
      if (!isBenign) continue
      const { source } = labelledFile(path)
      benign.set(file, await readHostSequences({ source, attacks: async () => [] }))
    }
    return new SequenceModels(simulated, benign, now)
  }

  detectorFor({ file }: LabelledCapture): Detector[] {
    if (this.#benign.has(file)) return [this.#teachWithout(file)]
    this.#common ??= this.#teachWithout(undefined)
    return [this.#common]
  }

  #teachWithout(left: string | undefined): Detector {
    const chosen = [...this.#benign].filter(([file]) => file !== left)
    const hosts = [...this.#simulated, ...chosen.flatMap(([, hosts]) => hosts)]
    const origin = {
      source: 'pcap' as const,
      name: 'evaluation',
      captures: chosen.map(([file]) => file),
      seed: 1,
    }
    return knownSequences.using(teach(hosts, { origin, now: this.#now }))
  }
}
