import { createRandom } from '../src/detect/model/algorithms/random.ts'
import { WindowModel } from '../src/detect/model/window-model.ts'
import { hostFeatures } from '../src/features/host-window.ts'
import type { VersionDraft } from '../src/versions/model-version.ts'

/** Rows of host windows around 10, the same for the same seed. */
export function ordinaryRows(count: number, seed = 7): Float64Array[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () =>
    Float64Array.from(hostFeatures, () => 10 + random.normal()),
  )
}

/** A model that is trained in a few milliseconds; each seed gives another. */
export function smallModel(seed: number, source: 'live' | 'pcap' | 'simulate' = 'pcap') {
  const origin = { source, name: 'small', captures: [`${seed}.pcap`], seed }
  const options = { algorithm: 'mahalanobis', contamination: 0.01, origin, now: new Date(0) }
  return WindowModel.train(ordinaryRows(120, seed), options)
}

/** What is said of it as a version that was trained here. */
export function draftOf(model: WindowModel, changes: Partial<VersionDraft> = {}): VersionDraft {
  const { source, name, captures, seed } = model.origin
  return {
    model_id: model.version,
    kind: 'window',
    algorithm: 'mahalanobis',
    name,
    made_by: 'training',
    author: 'ana',
    made_at: new Date(seed * 1000).toISOString(),
    source,
    captures,
    run_id: null,
    data_hash: null,
    contamination: 0.01,
    sample_rate: 1,
    seed,
    windows: { learned: 120, held_out: 0 },
    held_out: null,
    attacks: [],
    ...changes,
  }
}
