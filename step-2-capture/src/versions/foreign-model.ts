import { describeHostModel, type HostModel } from '../detect/model/host-model.ts'
import type { ModelVersion, VersionDraft } from './model-version.ts'

/** What is said of a model that was not trained here, so that its data is not known. */
export function draftOfImport(
  model: HostModel,
  { author, now }: { readonly author: string; readonly now: Date },
): VersionDraft {
  return { ...foreign(model), made_by: 'import', author, made_at: now.toISOString() }
}

/** The same of the model that ships with the program. */
export function recordOfShipped(model: HostModel, bytes: number): ModelVersion {
  const made_at = describeHostModel(model).trained_at
  const { hash } = model.toBundle()
  return { ...foreign(model), made_by: 'shipped', author: 'Net Anomaly', made_at, bytes, hash }
}

function foreign(model: HostModel): Omit<VersionDraft, 'made_by' | 'author' | 'made_at'> {
  const { model_id, algorithm, items, contamination } = describeHostModel(model)
  const { source, name, captures, seed } = model.origin
  return {
    model_id,
    kind: model.kind,
    algorithm,
    name,
    source,
    captures,
    run_id: null,
    data_hash: null,
    contamination,
    sample_rate: null,
    seed,
    windows: { learned: items, held_out: 0 },
    held_out: null,
    attacks: null,
  }
}
