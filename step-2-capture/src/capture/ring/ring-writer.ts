import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { notSaved } from 'step-1-skeleton/errors'
import { pcapFileHeaderLength } from '../../pcap/pcap-parser.ts'
import type { ChunkSink } from '../chunk-sink.ts'
import { RecordWalk } from './record-walk.ts'
import {
  openPath,
  pruneRing,
  type RingLimits,
  type RingSegment,
  segmentBytesOf,
  segmentName,
} from './ring-folder.ts'

/** A disk that stands still for a second at 16 MB/s loses nothing; more waits in memory only then. */
const waitingBytesMax = 16_777_216
/** A file that takes this share of the allowed hours is closed, so that it can go in time. */
const segmentAgeShare = 1 / 16

export interface RingWriterOptions {
  readonly limits: RingLimits
  readonly segment: Pick<RingSegment, 'name' | 'startId'>
  readonly nowMs: () => number
}

/** A file of the ring on its way to the disk. */
interface Writing {
  readonly path: string
  readonly base: number
  readonly openedAtMs: number
  file: FileHandle | undefined
  /** What waits to be written; the engine's chunks are copied, because they are reused. */
  waiting: Uint8Array[]
  /** Bytes that were given to it, the file header among them. */
  bytes: number
  /** Bytes up to the end of its last whole record; undefined while it is written to. */
  wholeBytes: number | undefined
}

/**
 * Writes a live capture to the ring. Bytes are copied and written while the engine works on: where
 * the disk is slower than the link for long, packets are left out here and nowhere else.
 */
export class RingWriter implements ChunkSink {
  readonly #options: RingWriterOptions
  readonly #segmentBytes: number
  readonly #walk = new RecordWalk()
  /** Those that are not finished on the disk, in order; only the last may still get bytes. */
  readonly #segments: Writing[] = []
  #waitingBytes = 0
  #isSkipping = false
  #skippedBytes = 0
  #failure: unknown
  #pumping: Promise<void> | undefined

  constructor(options: RingWriterOptions) {
    this.#options = options
    this.#segmentBytes = segmentBytesOf(options.limits)
  }

  /** What the ring lacks of the capture, as sentences. */
  problems(): string[] {
    if (this.#skippedBytes === 0) return []
    const { name } = this.#options.segment
    const size = `${Math.ceil(this.#skippedBytes / 1_048_576)} MiB of the packets of ${name}`
    return [`the disk is slower than the link: ${size} were judged and not kept`]
  }

  /** @throws AppError `E_NOT_SAVED` when the disk takes no more */
  write(chunk: Uint8Array): void {
    this.#throwFailure()
    const walk = this.#walk
    const { offset, nextRecord, wholeEnd } = walk
    walk.push(chunk)
    if (!walk.fileHeader) return
    if (this.#hasNoRoom(chunk)) this.#skip(chunk, wholeEnd)
    else this.#take(chunk, Math.max(nextRecord, walk.fileHeader.length) - offset)
    this.#pump()
  }

  /** @param begin Where in the chunk a record begins, as far as one is known. */
  #take(chunk: Uint8Array, begin: number): void {
    const { fileHeader, offset } = this.#walk
    const isDue = fileHeader && begin >= 0 && begin < chunk.length && this.#isDue(chunk)
    this.#add(isDue ? chunk.subarray(0, begin) : chunk)
    if (!isDue) return
    this.#begin(offset - chunk.length + begin, fileHeader)
    this.#add(chunk.subarray(begin))
  }

  async close(): Promise<void> {
    this.#end(this.#walk.wholeEnd)
    this.#pump()
    await this.#pumping
    this.#throwFailure()
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw notSaved(this.#options.limits.folder, this.#failure)
  }

  /** Once bytes were left out, half of the room has to be free before more are taken. */
  #hasNoRoom({ length }: Uint8Array): boolean {
    const max = this.#isSkipping ? waitingBytesMax / 2 : waitingBytesMax
    this.#isSkipping = this.#waitingBytes + length > max
    return this.#isSkipping
  }

  /** The file ends with its last whole record, and a new one begins once there is room. */
  #skip({ length }: Uint8Array, wholeEnd: number): void {
    this.#skippedBytes += length
    this.#end(wholeEnd)
  }

  /** The file that gets bytes now. */
  get #current(): Writing | undefined {
    const last = this.#segments.at(-1)
    return last?.wholeBytes === undefined ? last : undefined
  }

  /** Whether a new file is to begin. */
  #isDue({ length }: Uint8Array): boolean {
    const segment = this.#current
    if (!segment) return true
    const ageMsMax = this.#options.limits.hoursMax * 3_600_000 * segmentAgeShare
    const isOld = this.#options.nowMs() - segment.openedAtMs > ageMsMax
    return isOld || segment.bytes + length > this.#segmentBytes
  }

  #begin(base: number, fileHeader: Uint8Array): void {
    this.#end(base)
    const { limits, segment, nowMs } = this.#options
    const path = join(limits.folder, segmentName({ ...segment, base }))
    const state = { file: undefined, waiting: [], bytes: 0, wholeBytes: undefined }
    this.#segments.push({ path, base, openedAtMs: nowMs(), ...state })
    this.#add(fileHeader)
  }

  #add(part: Uint8Array): void {
    const segment = this.#current
    if (!segment || part.length === 0) return
    segment.waiting.push(Uint8Array.from(part))
    segment.bytes += part.length
    this.#waitingBytes += part.length
  }

  #end(wholeEnd: number): void {
    const segment = this.#current
    if (segment) segment.wholeBytes = pcapFileHeaderLength + wholeEnd - segment.base
  }

  #pump(): void {
    this.#pumping ??= this.#writeAll()
      .catch((error: unknown) => {
        this.#failure = error
      })
      .finally(() => {
        this.#pumping = undefined
      })
  }

  async #writeAll(): Promise<void> {
    for (;;) {
      const [segment] = this.#segments
      if (!segment) return
      segment.file ??= await this.#create(segment)
      const { file, waiting } = segment
      if (waiting.length > 0) {
        segment.waiting = []
        const bytes = Buffer.concat(waiting)
        await file.appendFile(bytes)
        this.#waitingBytes -= bytes.length
      } else if (segment.wholeBytes === undefined) {
        return
      } else {
        await finish(segment, file, segment.wholeBytes)
        this.#segments.shift()
      }
    }
  }

  /** Room is made before the first byte is written: an open file counts as a full one. */
  async #create({ path }: Writing): Promise<FileHandle> {
    const file = await open(openPath(path), 'wx', 0o600)
    await pruneRing(this.#options.limits)
    return file
  }
}

async function finish({ path, bytes }: Writing, file: FileHandle, wholeBytes: number) {
  if (wholeBytes < bytes) await file.truncate(wholeBytes)
  await file.close()
  await rename(openPath(path), path)
}
