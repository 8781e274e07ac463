declare const reportBrand: unique symbol

/** The key of something that a detector measures beside its detections, such as a list of beacons. */
export interface SideReport<T> {
  readonly name: string
  readonly [reportBrand]?: T
}

/** What the detectors of a run offer to views; each report has one detector behind it. */
export class SideReports {
  readonly #readers = new Map<SideReport<unknown>, () => unknown>()

  offer<T>(report: SideReport<T>, read: () => T): void {
    this.#readers.set(report, read)
  }

  /** The report as it is now; undefined where its detector is off. */
  read<T>(report: SideReport<T>): T | undefined {
    // `offer` put a reader of T under this key.
    return this.#readers.get(report)?.() as T | undefined
  }
}
