declare const reportBrand: unique symbol

/** The key of something that a detector measures beside its detections, such as a list of beacons. */
export interface SideReport<T> {
  readonly name: string
  readonly [reportBrand]?: T
}

/** What the detectors of a run offer to views; each report has one detector behind it. */
export class SideReports {
  readonly #readers = new Map<SideReport<unknown>, { owner: string; read: () => unknown }>()

  /** @param owner Name of the detector behind it. */
  offer<T>(report: SideReport<T>, read: () => T, owner: string): void {
    this.#readers.set(report, { owner, read })
  }

  /** Takes back what a detector offers. */
  withdraw(owner: string): void {
    for (const [report, reader] of this.#readers) {
      if (reader.owner === owner) this.#readers.delete(report)
    }
  }

  /** The report as it is now; undefined where its detector is off. */
  read<T>(report: SideReport<T>): T | undefined {
    // `offer` put a reader of T under this key.
    return this.#readers.get(report)?.read() as T | undefined
  }
}
