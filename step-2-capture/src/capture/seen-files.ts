import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeAtomically } from 'step-1-skeleton'
import { z } from 'zod'
import { type FolderFile, folderFileCountMax } from './folder-look.ts'

const seenFile = z.object({
  name: z.string(),
  inode: z.number(),
  /** Its length on the disk when it was read. */
  bytes: z.number(),
  modifiedMs: z.number(),
  /** Time of its first packet: what a file is known by that was renamed, or replaced. */
  firstSeconds: z.number().nullable(),
  /** Traffic time when its last packet was judged. */
  lastSeconds: z.number().nullable(),
  /** Offset, unpacked, behind the last record that was judged. */
  readBytes: z.number(),
  /** Why it was not read to its end. */
  problem: z.string().nullable(),
})
export type SeenFile = z.infer<typeof seenFile>

/** What lies in the folder, by name. */
type Names = Pick<ReadonlyMap<string, unknown>, 'has'>

/** With more lines the file is written anew, with one for each capture that still lies there. */
const lineCountMax = 2 * folderFileCountMax

/** What was read of a watched folder: a line of 200 B for each reading, the newest of a name counts. */
export class SeenFiles {
  readonly #path: string
  readonly #byName: Map<string, SeenFile>
  #lineCount: number
  /** Why it is not known what was read, or not written down. */
  problem: string | undefined

  private constructor(path: string, files: readonly SeenFile[]) {
    this.#path = path
    this.#byName = new Map(files.map((file) => [file.name, file]))
    this.#lineCount = files.length
  }

  /** @param path Of the file that says what was read; it is made when something was. */
  static async open(path: string): Promise<SeenFiles> {
    const text = await readFile(path, 'utf8').catch(() => '')
    const lines = text.split('\n').filter((line) => line !== '')
    const files = lines.flatMap((line) => seenFile.safeParse(jsonOf(line)).data ?? [])
    const seen = new SeenFiles(path, files)
    // The last line may be half written, by a server that was killed.
    if (files.length < lines.length - 1) {
      seen.problem = `${path} is damaged: captures that it named are read once more`
    }
    return seen
  }

  get files(): readonly SeenFile[] {
    return [...this.#byName.values()]
  }

  find(name: string): SeenFile | undefined {
    return this.#byName.get(name)
  }

  /** What is known of a file that begins so: under its own name, or under that which it had before. */
  recognise(file: FolderFile, firstSeconds: number | null, there: Names) {
    const isSame = (seen: SeenFile) =>
      seen.firstSeconds === firstSeconds && seen.bytes <= file.bytes
    const known = this.#byName.get(file.name)
    if (known) return isSame(known) ? known : undefined
    const renamed = this.files.filter(({ name, inode }) => inode === file.inode && !there.has(name))
    return renamed.find(isSame)
  }

  /** Writes down what was read, beside what is still there. */
  async note(file: SeenFile, there: Names): Promise<void> {
    this.#byName.set(file.name, file)
    this.#lineCount++
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
      if (this.#lineCount > lineCountMax) await this.#writeAnew(there)
      else await appendFile(this.#path, lineOf(file), { mode: 0o600 })
      this.problem = undefined
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.problem = `what was read of a folder is not written down, and read once more after a restart: ${reason}`
    }
  }

  async #writeAnew(there: Names): Promise<void> {
    for (const name of this.#byName.keys()) if (!there.has(name)) this.#byName.delete(name)
    const text = this.files.map(lineOf).join('')
    await writeAtomically({ path: this.#path, text, what: 'what was read of a folder' })
    this.#lineCount = this.#byName.size
  }
}

function lineOf(file: SeenFile): string {
  return `${JSON.stringify(file)}\n`
}

/** Where it is written down what was read of a folder. */
export function seenPathOf(dataFolder: string, folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  return join(dataFolder, 'watched', `${name}.jsonl`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
