import { CaptureFile } from '../capture/capture-file.ts'
import { unusualWindows } from '../detect/model/unusual-windows.ts'
import { WindowModel } from '../detect/model/window-model.ts'
import type { Detector } from '../detect/seam/detector.ts'
import { readTraffic } from '../train/read-traffic.ts'
import { RowSample } from '../train/row-sample.ts'
import { trainingDefaults } from '../train/train-on-captures.ts'
import type { LabelledCapture } from './labelled-captures.ts'

/** Models that were made ready to judge captures which they have not seen. */
export interface HostModels {
  /** A detector for that capture; none where too little else is benign to learn from. */
  detectorFor(capture: LabelledCapture): Detector[]
}

/** Makes the models of an evaluation: each has seen every benign capture but the one it judges. */
export class WindowModels implements HostModels {
  readonly #rows: ReadonlyMap<string, readonly Float64Array[]>
  readonly #algorithm: string
  readonly #now: Date
  /** Of all benign captures: what attacks are judged with. */
  #common: Detector | undefined

  private constructor(
    rows: ReadonlyMap<string, readonly Float64Array[]>,
    options: { algorithm: string; now: Date },
  ) {
    this.#rows = rows
    this.#algorithm = options.algorithm
    this.#now = options.now
  }

  /** Reads the host windows of the benign captures. */
  static async read(
    captures: readonly LabelledCapture[],
    options: { algorithm: string; now: Date },
  ): Promise<WindowModels> {
    const rows = new Map<string, readonly Float64Array[]>()
    for (const { file, path, isBenign } of captures) {
      if (!isBenign) continue
      const windows = new RowSample({ seed: trainingDefaults.seed, sampleRate: 1 })
      await readTraffic(new CaptureFile({ path, links: 'follow' }), windows.watch)
      rows.set(file, windows.rows)
    }
    return new WindowModels(rows, options)
  }

  detectorFor({ file }: LabelledCapture): Detector[] {
    if (this.#rows.has(file)) return this.#trainWithout(file)
    this.#common ??= this.#trainWithout(undefined)[0]
    return this.#common ? [this.#common] : []
  }

  #trainWithout(left: string | undefined): Detector[] {
    const chosen = [...this.#rows].filter(([file]) => file !== left)
    const rows = chosen.flatMap(([, windows]) => windows)
    if (rows.length < rowCountMin) return []
    const model = WindowModel.train(rows, {
      algorithm: this.#algorithm,
      contamination: trainingDefaults.contamination,
      origin: {
        source: 'pcap',
        name: 'evaluation',
        captures: chosen.map(([file]) => file),
        seed: trainingDefaults.seed,
      },
      now: this.#now,
    })
    return [unusualWindows.using(model)]
  }
}

/** From fewer windows nothing about the typical can be said: three minutes of six hosts. */
const rowCountMin = 100
