import type { Item, Model, Score } from 'step-2-capture'
import { itemRow } from 'step-2-capture'
import { severityOfScore, type Thresholds } from '../alert/apply-thresholds.ts'
import { sampleKind } from './anomaly.ts'
import type { AnomalySample } from './anomaly-store.ts'

export interface ScoringRun {
  readonly runId: string
  readonly thresholds: Thresholds
  readonly now: Date
}

/** Scores items as `/analyze` does, in turns, as rows for the record, in the order of the items. */
export async function scoreItems(
  model: Model,
  items: readonly Item[],
  { runId, thresholds, now }: ScoringRun,
): Promise<AnomalySample[]> {
  const { algorithm, threshold } = model.state
  const scores = await model.scoreMany(items.map(itemRow))
  return items.map((item, index) => {
    const { score, raw_score, is_anomaly } = scores[index] as Score // One an item.
    const epoch = item.ts ?? now.getTime() / 1000
    return {
      sample_id: String(index),
      run_id: runId,
      is_anomaly: is_anomaly && score >= thresholds.low,
      severity: is_anomaly ? severityOfScore(score, thresholds) : 'info',
      // It states nothing but that it is odd: the thresholds make the rest of its score.
      stated: is_anomaly ? 'high' : 'info',
      score,
      confidence: null,
      detector: algorithm,
      kind: sampleKind,
      source: item.src ?? null,
      target: item.dst ?? null,
      title: `An item of ${item.size} bytes, protocol ${item.proto}`,
      timestamp: timeText(epoch),
      timestamp_epoch: epoch,
      capture: null,
      model_version: model.id,
      raw_score,
      threshold,
    }
  })
}

/** RFC 3339; Date reaches to the year 275760, a made-up time may lie beyond. */
function timeText(epochSeconds: number): string {
  return new Date(Math.min(epochSeconds * 1000, 8.64e15)).toISOString()
}
