import { randomBytes } from 'node:crypto'
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { AppError, notSaved } from 'step-1-skeleton'
import { errorCodes } from '../error-codes.ts'
import { checkMagic, magicBytes } from './capture-magic.ts'

/** 4 GiB is an hour of a busy gigabit link; it costs disk, never memory. */
export const uploadBytesMax = 4 * 1024 ** 3
/** The list is read from disk; 1,000 files are more than a list shows. */
export const uploadCountMax = 1_000
const nameLengthMax = 255

export const fileId = z.string().regex(/^[0-9a-f]{16}$/, 'a file_id is 16 hexadecimal digits')

export const uploadedFile = z
  .object({
    file_id: fileId,
    /** What the sender called it: shown, never used as a path. */
    filename: z.string(),
    size: z.number().int(),
    uploaded_at: z.iso.datetime(),
  })
  .openapi('UploadedFile')
export type UploadedFile = z.infer<typeof uploadedFile>

export interface UploadStoreOptions {
  readonly folder: string
  readonly now: () => Date
  readonly bytesMax?: number
}

/** Captures that were uploaded, each under an id of our own making. */
export class UploadStore {
  readonly bytesMax: number
  readonly #folder: string
  readonly #now: () => Date

  constructor({ folder, now, bytesMax = uploadBytesMax }: UploadStoreOptions) {
    this.#folder = folder
    this.#now = now
    this.bytesMax = bytesMax
  }

  /** Takes away what a crash left: a half-written draft, a note or a capture without the other. */
  async clean(): Promise<void> {
    const names = new Set(await this.#names())
    for (const name of names) {
      const [, id, kind] = /^([0-9a-f]{16})\.(part|json|capture)$/.exec(name) ?? []
      const other = { part: undefined, json: `${id}.capture`, capture: `${id}.json` }[`${kind}`]
      if (id === undefined || (other !== undefined && names.has(other))) continue
      await rm(join(this.#folder, name), { force: true })
    }
  }

  /**
   * Keeps the bytes of a file as they arrive; whatever goes wrong, nothing of it stays. The note
   * is on disk before the capture takes its name, so a capture that is there has its note.
   * @throws AppError `E_FILE_TOO_LARGE`, `E_NOT_A_CAPTURE`, `E_TOO_MANY_FILES`, `E_NOT_SAVED`
   */
  async save(filename: string, bytes: AsyncIterable<Uint8Array>): Promise<UploadedFile> {
    if ((await this.list()).length >= uploadCountMax) throw tooMany()
    const file_id = randomBytes(8).toString('hex')
    const draft = join(this.#folder, `${file_id}.part`)
    try {
      await mkdir(this.#folder, { recursive: true })
      const size = await this.#write(draft, bytes)
      const uploaded_at = this.#now().toISOString()
      const kept = { file_id, filename: displayName(filename), size, uploaded_at }
      await writeFile(this.#notePath(file_id), JSON.stringify(kept), { flag: 'wx', flush: true })
      await rename(draft, this.#path(file_id))
      return kept
    } catch (error) {
      for (const path of [draft, this.#notePath(file_id)])
        await rm(path, { force: true }).catch(() => {})
      throw isOfDisk(error) ? notSaved('the file', error) : error
    }
  }

  /** What is there, the newest first. */
  async list(): Promise<UploadedFile[]> {
    const ids = (await this.#names())
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -5))
    const notes = await Promise.all(ids.map((id) => this.#note(id)))
    return notes
      .filter((note) => note !== undefined)
      .sort((a, b) => b.uploaded_at.localeCompare(a.uploaded_at))
  }

  /** The file's path and what people call it. @throws AppError `E_NO_FILE` */
  async find(id: string): Promise<UploadedFile & { path: string }> {
    const note = fileId.safeParse(id).success ? await this.#note(id) : undefined
    if (!note) throw noFile(id)
    return { ...note, path: this.#path(id) }
  }

  /** @throws AppError `E_NO_FILE` */
  async remove(id: string): Promise<void> {
    await this.find(id)
    await rm(this.#path(id), { force: true })
    await rm(this.#notePath(id), { force: true })
  }

  /** For a body that announces its length: it need not even be read. */
  tooLarge(): AppError {
    return new AppError(
      errorCodes.E_FILE_TOO_LARGE,
      `the file is larger than ${this.bytesMax} bytes`,
      {
        fix: 'Cut it into pieces, for example with editcap -c 1000000, or use the command line.',
      },
    )
  }

  async #write(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
    const file: FileHandle = await open(path, 'wx', 0o600)
    try {
      let head: Uint8Array = new Uint8Array(0)
      let size = 0
      for await (const chunk of bytes) {
        size += chunk.length
        if (size > this.bytesMax) throw this.tooLarge()
        if (head.length < magicBytes) {
          head = Buffer.concat([head, chunk]).subarray(0, magicBytes)
          if (head.length === magicBytes) checkMagic(head)
        }
        await file.writeFile(chunk)
      }
      if (head.length < magicBytes) checkMagic(head)
      await file.sync()
      return size
    } finally {
      await file.close()
    }
  }

  /** A note counts only beside a plain file: a link in its place was not put there by us. */
  async #note(id: string): Promise<UploadedFile | undefined> {
    try {
      const stats = await lstat(this.#path(id))
      if (!stats.isFile() || !(await lstat(this.#notePath(id))).isFile()) return undefined
      const note = uploadedFile.safeParse(JSON.parse(await readFile(this.#notePath(id), 'utf8')))
      return note.data?.file_id === id ? note.data : undefined
    } catch {
      return undefined
    }
  }

  async #names(): Promise<string[]> {
    return readdir(this.#folder).catch(() => [])
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.capture`)
  }

  #notePath(id: string): string {
    return join(this.#folder, `${id}.json`)
  }
}

/** The last part of whatever path was sent, without characters that hide or turn text. */
function displayName(filename: string): string {
  const name = filename.split(/[/\\]/).at(-1) ?? ''
  const printable = name.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '\ufffd').slice(0, nameLengthMax)
  return printable || 'capture'
}

function tooMany(): AppError {
  return new AppError(errorCodes.E_TOO_MANY_FILES, `${uploadCountMax} files are kept already`, {
    fix: 'Remove some: DELETE /api/files/FILE_ID',
  })
}

function noFile(id: string): AppError {
  return new AppError(
    errorCodes.E_NO_FILE,
    `there is no uploaded file ${JSON.stringify(id.slice(0, 40))}`,
    {
      fix: 'GET /api/files lists them; POST /api/upload adds one.',
    },
  )
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && !(error instanceof AppError) && 'syscall' in error
}
