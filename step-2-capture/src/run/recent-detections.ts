import type { Detection } from '../detect/seam/detection.ts'

/** The newest detections for the status page; all of them are in the log and in step 3's store. */
export const recentDetectionCountMax = 50

/** The newest detections of a run, each in its latest revision. */
export class RecentDetections {
  #list: readonly Detection[] = []

  /** Newest first: an update stands where the detection stood before it. */
  get list(): readonly Detection[] {
    return this.#list
  }

  add(batch: readonly Detection[]): void {
    const inOrder = [...this.#list.toReversed(), ...batch]
    const latest = new Map(inOrder.map((detection) => [detection.detection_id, detection]))
    this.#list = [...latest.values()].toReversed().slice(0, recentDetectionCountMax)
  }
}
