import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { CaptureFile } from './capture-file.ts'
import { firstPacketOf } from './first-packet.ts'
import { type FolderFile, folderFileCountMax, lookIntoFolder } from './folder-look.ts'
import type { ArrivingFile, FileEnd, FileSource } from './packet-source.ts'
import { SeenFiles } from './seen-files.ts'

const lookMsDefault = 1_000
/** A file that did not grow in that many looks in a row is finished. */
const quietLookCountMin = 3
/** One that grows without a pause is read after a minute, as far as it is there. */
const growingLookCountMax = 60
/** Looks for which a finished file waits for one that is still written and may be earlier. */
const waitLookCountMax = 10
/** A capture that ends inside a record is said to be cut when it did not grow for a minute. */
const cutLookCountMin = 60

export interface WatchedFolderOptions {
  /** What people call the folder. */
  readonly name: string
  readonly path: string
  /** Where it is written down what was read of it. */
  readonly seenPath: string
  /** Between two looks; a second by default. */
  readonly lookMs?: number
}

/** What is known of a file between two looks. */
interface Watch {
  readonly file: FolderFile
  readonly quietLooks: number
  readonly growingLooks: number
}

/** A capture that lies ready, and when it begins. */
interface Ready {
  readonly file: FolderFile
  readonly firstSeconds: number
  readonly skipBytes: number
}

/**
 * A folder into which captures are written, for example by `tcpdump -G`: each that is finished is
 * read, the earliest first, and of one that has grown since only what is new. Files of its folders,
 * links, and files that are no captures are passed over.
 */
export class WatchedFolder implements FileSource {
  readonly kind = 'pcap'
  readonly name: string
  readonly #options: WatchedFolderOptions
  #seen: SeenFiles | undefined
  #watches = new Map<string, Watch>()
  #waitedLooks = 0
  #leftOutCount = 0

  constructor(options: WatchedFolderOptions) {
    this.name = options.name
    this.#options = options
  }

  problems(): readonly string[] {
    const seen = this.#seen
    if (!seen) return []
    const cut = seen.files.filter(({ name, problem }) => {
      if (problem === null) return false
      const { quietLooks = cutLookCountMin } = this.#watches.get(name) ?? {}
      return quietLooks >= cutLookCountMin
    })
    const [first] = cut
    const more = cut.length > 1 ? ` (and ${cut.length - 1} more)` : ''
    return [
      ...(first
        ? [`${this.name}: ${first.name} was not read to its end: ${first.problem}${more}`]
        : []),
      ...(this.#leftOutCount > 0
        ? [
            `${this.name} holds more than ${folderFileCountMax} files; ${this.#leftOutCount} are not looked at`,
          ]
        : []),
      ...(seen.problem === undefined ? [] : [seen.problem]),
    ]
  }

  async *files(signal: AbortSignal): AsyncGenerator<ArrivingFile, void, undefined> {
    const { seenPath, lookMs = lookMsDefault } = this.#options
    this.#seen = await SeenFiles.open(seenPath)
    while (!signal.aborted) {
      for (const ready of await this.#ready()) {
        if (signal.aborted) return
        yield this.#arriving(ready)
      }
      await setTimeout(lookMs, undefined, { signal }).catch(() => {})
    }
  }

  /** What can be read now, the earliest first; nothing while something earlier may be on its way. */
  async #ready(): Promise<readonly Ready[]> {
    const { files, leftOutCount } = await lookIntoFolder(this.#options.path)
    this.#leftOutCount = leftOutCount
    this.#watches = new Map(files.map((file) => [file.name, this.#watchOf(file)]))
    const unread = [...this.#watches.values()].filter(({ file }) => this.#mayHaveMore(file))
    const finished = unread.filter(
      ({ quietLooks, growingLooks }) =>
        quietLooks >= quietLookCountMin || growingLooks >= growingLookCountMax,
    )
    if (finished.length === 0) return []
    if (finished.length < unread.length && this.#waitedLooks++ < waitLookCountMax) return []
    this.#waitedLooks = 0
    const ready: Ready[] = []
    // One after another: thousands that are open at once are more than a process may have.
    for (const { file } of finished) ready.push(...(await this.#open(file)))
    return ready.sort(byTime)
  }

  #watchOf(file: FolderFile): Watch {
    const before = this.#watches.get(file.name)
    if (!before || !isUnchanged(before.file, file)) {
      return { file, quietLooks: 0, growingLooks: (before?.growingLooks ?? 0) + 1 }
    }
    return { file, quietLooks: before.quietLooks + 1, growingLooks: 0 }
  }

  #mayHaveMore(file: FolderFile): boolean {
    const seen = this.#seen?.find(file.name)
    return !seen || !isUnchanged(seen, file)
  }

  /** Looks when a capture begins, and how much of it is known; nothing where nothing is new. */
  async #open(file: FolderFile): Promise<readonly Ready[]> {
    const { seconds: firstSeconds, problem } = await firstPacketOf(this.#captureOf(file))
    const known = this.#seen?.recognise(file, firstSeconds, this.#watches)
    if (firstSeconds !== null && known?.bytes !== file.bytes) {
      return [{ file, firstSeconds, skipBytes: known?.readBytes ?? 0 }]
    }
    const unread = { readBytes: 0, lastSeconds: null, problem }
    await this.#seen?.note({ ...unread, ...known, ...file, firstSeconds }, this.#watches)
    return []
  }

  #arriving({ file, firstSeconds, skipBytes }: Ready): ArrivingFile {
    return {
      skipBytes,
      open: (signal) => this.#captureOf(file).open(signal),
      judged: async ({ readBytes, lastSeconds, problem }: FileEnd) => {
        const text = problem?.message ?? null
        const seen = { ...file, firstSeconds, lastSeconds, readBytes, problem: text }
        await this.#seen?.note(seen, this.#watches)
      },
    }
  }

  #captureOf({ name }: FolderFile): CaptureFile {
    return new CaptureFile({ path: join(this.#options.path, name), name, links: 'refuse' })
  }
}

function isUnchanged(
  before: Pick<FolderFile, 'inode' | 'bytes' | 'modifiedMs'>,
  now: FolderFile,
): boolean {
  return (
    before.inode === now.inode && before.bytes === now.bytes && before.modifiedMs === now.modifiedMs
  )
}

function byTime(a: Ready, b: Ready): number {
  return a.firstSeconds - b.firstSeconds || (a.file.name < b.file.name ? -1 : 1)
}
