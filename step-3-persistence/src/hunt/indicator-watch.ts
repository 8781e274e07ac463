import { type Detection, type FlowBatch, recordOf } from 'step-2-capture'
import { detectionOf } from './indicator-detection.ts'
import { matchFlow } from './match-flow.ts'
import type { ThreatIntel } from './threat-intel.ts'

/** What is stated of a host and an indicator is stated again after ten minutes of traffic. */
const againUs = 600_000_000
/** Pairs that are remembered, at 200 B: 2 MB. The one that was stated first is forgotten first. */
export const statedCountMax = 10_000

/** Compares flows as they come with what the feeds know. Beacons match a thousand times: once counts. */
export class IndicatorWatch {
  readonly #intel: ThreatIntel
  /** Traffic time of the last statement, in the order of the first. */
  readonly #statedUs = new Map<string, number>()

  constructor(intel: ThreatIntel) {
    this.#intel = intel
  }

  /** What these flows touch that is known to be bad. @param runId Runs do not share what was stated. */
  look(batch: FlowBatch, runId: string): Detection[] {
    if (this.#intel.isEmpty) return []
    const detections: Detection[] = []
    batch.flows.forEach((flow, index) => {
      for (const match of matchFlow(flow, this.#intel)) {
        const record = recordOf(batch, index)
        const detection = detectionOf(match, record, batch)
        const key = JSON.stringify([runId, detection.source, match.indicator.value])
        const timeUs = detection.last_seen_epoch * 1e6
        if (timeUs - (this.#statedUs.get(key) ?? Number.NEGATIVE_INFINITY) < againUs) continue
        this.#remember(key, timeUs)
        detections.push(detection)
      }
    })
    return detections
  }

  #remember(key: string, timeUs: number): void {
    this.#statedUs.set(key, timeUs)
    if (this.#statedUs.size <= statedCountMax) return
    for (const oldest of this.#statedUs.keys()) {
      this.#statedUs.delete(oldest)
      return
    }
  }
}
