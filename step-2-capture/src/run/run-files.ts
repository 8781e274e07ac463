import { join } from 'node:path'
import type { SourceKind } from '../pcap/source-kind.ts'
import type { RunFolders } from './messages.ts'
import { PacketCsv, packetColumns } from './packet-csv.ts'
import { RotatingFile } from './rotating-file.ts'

/** What a run of the server leaves on disk beside the database of step 3; all of bounded size. */
export class RunFiles {
  /** `anomaly_results.csv`: every packet with its verdict, of the newest run. */
  readonly packets: PacketCsv | undefined
  /** `metrics.jsonl`: every host window, of all runs. */
  readonly metrics: RotatingFile | undefined
  /** `anomalies.jsonl`: every detection of all runs, a line for each revision; the last one counts. */
  readonly anomalies: RotatingFile | undefined
  readonly #all: readonly RotatingFile[] = []

  /** @param folders Where to write, or null to write nothing. */
  constructor(folders: RunFolders | null, source: SourceKind) {
    if (!folders) return
    const path = join(folders.resultsFolder, resultsFileName(source))
    const packets = new RotatingFile({ path, header: packetColumns.join(',') })
    packets.startOver()
    this.packets = new PacketCsv(packets)
    this.metrics = new RotatingFile({ path: join(folders.logFolder, 'metrics.jsonl') })
    this.anomalies = new RotatingFile({ path: join(folders.logFolder, 'anomalies.jsonl') })
    this.#all = [packets, this.metrics, this.anomalies]
  }

  get problems(): string[] {
    return this.#all.flatMap(({ problem }) => problem ?? [])
  }

  flush(): void {
    this.packets?.flush()
    for (const file of this.#all) file.flush()
  }

  close(): void {
    this.packets?.flush()
    for (const file of this.#all) file.close()
  }
}

/** A simulated run has no column that says so, hence a name that does. */
export function resultsFileName(source: SourceKind): string {
  return source === 'simulate' ? 'anomaly_results.simulate.csv' : 'anomaly_results.csv'
}

/** Two engines never write to the same file: the first has the folders, each further one its own. */
export function foldersOf(files: RunFolders | undefined, number: number): RunFolders | null {
  if (!files || number === 0) return files ?? null
  const name = `run-${number + 1}`
  return { logFolder: join(files.logFolder, name), resultsFolder: join(files.resultsFolder, name) }
}
