import { formatIsoMoment } from '../format/moment.ts'
import type { LiveStatus } from '../live/live-event.ts'

/** Which learned model judges; without one, behaviours and signatures still do. */
export function ModelLine({ model }: { model: LiveStatus['model'] | undefined }) {
  if (model === undefined) return null
  if (model === null) {
    return (
      <p className="text-sm text-ink-soft">
        No model is trained yet; known behaviours are found without one.
      </p>
    )
  }
  return (
    <p className="text-sm text-ink-soft">
      Model <span className="font-mono text-xs text-ink">{model.model_id.slice(0, 12)}</span> (
      {model.algorithm}), trained {formatIsoMoment(model.trained_at)}
    </p>
  )
}
