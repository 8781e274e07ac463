import { isoTimeOfSeconds, type JudgedRun } from 'step-2-capture'
import type { Thresholds } from '../alert/apply-thresholds.ts'
import { windowKind } from './anomaly.ts'
import type { AnomalySample } from './anomaly-store.ts'

/**
 * The windows of a run as a model judged them, as rows for the record. The ids name run, model, host
 * and time, so a window that is judged again by the same model stays one row. What is unusual is low:
 * to say more takes the windows before, and those of other hosts, which the detector had.
 */
export function windowSamples(
  { runId, capture, model, threshold, windows }: JudgedRun,
  { low }: Thresholds,
): { readonly runId: string; readonly samples: AnomalySample[] } {
  const run_id = `windows-${runId}-${model.version}`
  const samples = windows.map(({ host, startUs, endUs, score, rawScore, isUnusual }) => {
    const timestamp = isoTimeOfSeconds(endUs / 1e6)
    const isAnomaly = isUnusual && score >= low
    return {
      sample_id: `${host} ${startUs}`,
      run_id,
      is_anomaly: isAnomaly,
      severity: isAnomaly ? ('low' as const) : ('info' as const),
      stated: isUnusual ? ('low' as const) : ('info' as const),
      score,
      confidence: null,
      detector: `${model.kind}_model`,
      kind: windowKind,
      source: host,
      target: null,
      title: `${host} in the ${Math.round((endUs - startUs) / 1e6)} s to ${timestamp}`,
      timestamp,
      timestamp_epoch: endUs / 1e6,
      capture,
      model_version: model.version,
      raw_score: rawScore,
      // What is not unusual stays so, whatever the thresholds of alerts become.
      threshold: isUnusual ? threshold : null,
    }
  })
  return { runId: run_id, samples }
}
