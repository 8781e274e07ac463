import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const flowFile = z.object({
  name: z.string().regex(/^flows-[0-9a-z-]+\.parquet$/),
  /** Hour of the wall clock in which its flows ended, in hours since 1970. */
  hour: z.int(),
  flow_count: z.int(),
  bytes: z.number(),
  /** Traffic time. */
  oldest_epoch: z.number(),
  newest_epoch: z.number(),
  written_at: z.iso.datetime(),
})
export type FlowFile = z.infer<typeof flowFile>
const manifest = z.object({ version: z.literal(1), files: z.array(flowFile) })

/**
 * Which files hold the flows. The manifest decides: it is replaced by one rename, so a crash between
 * the writing of a merged file and the removal of its parts leaves every flow once.
 */
export class FlowFiles {
  readonly #folder: string
  #files: readonly FlowFile[]
  #number = 0

  private constructor(folder: string, files: readonly FlowFile[]) {
    this.#folder = folder
    this.#files = files
  }

  /** Opens the folder, makes it when it is missing, and removes what a crash left behind. */
  static open(folder: string): FlowFiles {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const files = new FlowFiles(folder, filesIn(folder))
    files.#removeUnlisted()
    return files
  }

  get all(): readonly FlowFile[] {
    return this.#files
  }

  pathOf({ name }: Pick<FlowFile, 'name'>): string {
    return join(this.#folder, name)
  }

  /** A name that no file has had. */
  newName(now: Date): string {
    return `flows-${now.getTime().toString(36)}-${process.pid.toString(36)}-${this.#number++}.parquet`
  }

  /** Puts a file that is written whole in the place of others, or beside them. */
  replace(gone: readonly FlowFile[], added: readonly Omit<FlowFile, 'bytes'>[]): void {
    for (const file of added) secure(this.pathOf(file))
    const sized = added.map((file) => ({ ...file, bytes: statSync(this.pathOf(file)).size }))
    const names = new Set(gone.map(({ name }) => name))
    this.#commit([...this.#files.filter(({ name }) => !names.has(name)), ...sized])
    for (const file of gone) rmSync(this.pathOf(file), { force: true })
  }

  /** Files that should become one: those of an hour that is over, or too many of this one. */
  mergeable(now: Date): FlowFile[] {
    const hour = hourOf(now)
    const hours = Map.groupBy(this.#files, (file) => file.hour)
    for (const [each, files] of hours) {
      if (files.length > 1 && (each < hour || files.length > partCountMax)) return files
    }
    return []
  }

  /** The oldest files, as far as they are too old or too many bytes. */
  expired({ before, bytesMax }: { before: Date; bytesMax: number }): FlowFile[] {
    const newestFirst = this.#files.toSorted(
      (a, b) => b.hour - a.hour || (a.written_at < b.written_at ? 1 : -1),
    )
    let bytes = 0
    return newestFirst.filter((file) => {
      bytes += file.bytes
      return file.hour < hourOf(before) || bytes > bytesMax
    })
  }

  /** Takes a file out that cannot be read, and keeps it beside the others. */
  setAside(damaged: FlowFile): void {
    this.#commit(this.#files.filter(({ name }) => name !== damaged.name))
    const path = this.pathOf(damaged)
    if (existsSync(path)) renameSync(path, `${path}.damaged`)
  }

  #commit(files: readonly FlowFile[]): void {
    const path = join(this.#folder, manifestName)
    const draft = `${path}.tmp`
    writeFileSync(draft, JSON.stringify({ version: 1, files }), { flush: true, mode: 0o600 })
    renameSync(draft, path)
    this.#files = files
  }

  #removeUnlisted(): void {
    const listed = new Set(this.#files.map(({ name }) => name))
    for (const name of readdirSync(this.#folder)) {
      if (/^flows-.*\.parquet$/.test(name) && !listed.has(name)) rmSync(join(this.#folder, name))
    }
  }
}

/** The files that the manifest of a folder lists; none where there is no folder. */
export function filesIn(folder: string): FlowFile[] {
  const path = join(folder, manifestName)
  if (!existsSync(path)) return []
  const { files } = manifest.parse(JSON.parse(readFileSync(path, 'utf8')))
  return files.filter(({ name }) => existsSync(join(folder, name)))
}

const manifestName = 'manifest.json'
/** Five minutes of parts: more files make each query slower. */
export const partCountMax = 30

export function hourOf(time: Date): number {
  return Math.floor(time.getTime() / 3_600_000)
}

/** On the disk before the manifest names it, and for its owner alone. */
function secure(path: string): void {
  chmodSync(path, 0o600)
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
