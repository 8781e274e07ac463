import { join } from 'node:path'
import type { SourceKind } from '../capture/packet-source.ts'
import type { RunFolders } from './messages.ts'
import { packetColumns } from './packet-rows.ts'
import { RotatingFile } from './rotating-file.ts'

/** What a run of the server leaves on disk beside the database of step 3; all of bounded size. */
export class RunFiles {
  /** `anomaly_results.csv`: every packet with its verdict, of the newest run. */
  readonly packets: RotatingFile | undefined
  /** `metrics.jsonl`: every host window, of all runs. */
  readonly metrics: RotatingFile | undefined
  /** `anomalies.jsonl`: every detection, of all runs. */
  readonly anomalies: RotatingFile | undefined

  /** @param folders Where to write, or null to write nothing. */
  constructor(folders: RunFolders | null, source: SourceKind) {
    if (!folders) return
    const path = join(folders.resultsFolder, resultsFileName(source))
    this.packets = new RotatingFile({ path, header: packetColumns.join(',') })
    this.packets.startOver()
    this.metrics = new RotatingFile({ path: join(folders.logFolder, 'metrics.jsonl') })
    this.anomalies = new RotatingFile({ path: join(folders.logFolder, 'anomalies.jsonl') })
  }

  get problems(): string[] {
    return this.#all().flatMap(({ problem }) => problem ?? [])
  }

  flush(): void {
    for (const file of this.#all()) file.flush()
  }

  close(): void {
    for (const file of this.#all()) file.close()
  }

  #all(): RotatingFile[] {
    return [this.packets, this.metrics, this.anomalies].filter((file) => file !== undefined)
  }
}

/** A simulated run has no column that says so, hence a name that does. */
export function resultsFileName(source: SourceKind): string {
  return source === 'simulate' ? 'anomaly_results.simulate.csv' : 'anomaly_results.csv'
}
