import { truncate } from 'node:fs/promises'
import { isMissingFile, notSaved, systemCodeOf } from 'step-1-skeleton/errors'
import type { AnalyzeOptions } from '../run/analyze-capture.ts'
import { PacketCsv, packetColumns } from '../run/packet-csv.ts'
import { packetFeatureHeader } from '../run/packet-feature-log.ts'
import { RotatingFile } from '../run/rotating-file.ts'
import { refuseSharedNames } from './shared-names.ts'

export interface ExtractFileOptions {
  /** The captures; none of them may be written over. */
  readonly files: readonly string[]
  readonly out: string
  readonly csv?: string | undefined
  readonly flows?: string | undefined
  readonly 'packet-features'?: string | undefined
  readonly 'rotate-bytes': number
  /** Share of the windows to keep, above 0 and at most 1. */
  readonly 'sample-rate': number
}

/** The files that `extract` writes, and what has to be listened to for each. */
export class ExtractFiles {
  windowCount = 0
  readonly #windows: RotatingFile
  readonly #packets: RotatingFile | undefined
  readonly #flows: RotatingFile | undefined
  readonly #features: RotatingFile | undefined
  readonly #rows: PacketCsv | undefined
  readonly #isKept: () => boolean

  private constructor(options: ExtractFileOptions) {
    const make = (path: string, header = '') =>
      new RotatingFile({ path, header, fileBytesMax: options['rotate-bytes'] })
    const { out, csv, flows, 'packet-features': features } = options
    this.#windows = make(out)
    this.#packets = csv === undefined ? undefined : make(csv, packetColumns.join(','))
    this.#flows = flows === undefined ? undefined : make(flows)
    this.#features = features === undefined ? undefined : make(features, packetFeatureHeader)
    this.#rows = this.#packets && new PacketCsv(this.#packets)
    this.#isKept = everyShare(options['sample-rate'])
  }

  /** @throws AppError `E_BAD_USAGE` where two files would share a name, `E_NOT_SAVED` */
  static async open(options: ExtractFileOptions): Promise<ExtractFiles> {
    const { files, out, csv, flows, 'packet-features': features } = options
    const outputs = { out, csv, flows, 'packet-features': features }
    const rotates = Number.isFinite(options['rotate-bytes'])
    await refuseSharedNames({ inputs: files, outputs, rotates })
    for (const path of Object.values(outputs)) if (path !== undefined) await empty(path)
    return new ExtractFiles(options)
  }

  get listeners(): Partial<AnalyzeOptions> {
    const flows = this.#flows
    const features = this.#features
    const rows = this.#rows
    return {
      onWindowLine: (line) => {
        if (!this.#isKept()) return
        this.windowCount++
        this.#windows.write(line)
      },
      ...(flows ? { onFlowLine: (line) => flows.write(line) } : {}),
      ...(features ? { onPacketFeatureLine: (line) => features.write(line) } : {}),
      ...(rows ? { onPacketNote: (note) => rows.add(note) } : {}),
    }
  }

  /** @throws AppError `E_NOT_SAVED` when something could not be written */
  close(): void {
    this.#rows?.flush()
    for (const file of [this.#windows, this.#packets, this.#flows, this.#features]) {
      file?.close()
      if (file?.problem) throw notSaved('an output', file.problem)
    }
  }
}

/**
 * What the user names is written whole, however long it becomes, unless `--rotate-bytes` is given.
 * It is emptied, never removed: it may be a pipe, a device, or a link that others rely on.
 */
async function empty(path: string): Promise<void> {
  try {
    await truncate(path)
  } catch (error) {
    // A file that is not there yet is made; what cannot be emptied (a pipe) is written to as it is.
    if (!isExpected(error)) throw notSaved('an output', error)
  }
}

function isExpected(error: unknown): boolean {
  return isMissingFile(error) || systemCodeOf(error) === 'EINVAL'
}

/** True for that share of all calls, evenly spread, and for the same ones each time. */
function everyShare(share: number): () => boolean {
  let count = 0
  return () => Math.floor(++count * share) > Math.floor((count - 1) * share)
}
