import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { AppError, systemCodeOf } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { isGzip } from '../pcap/gunzip.ts'
import type { PacketSource } from './packet-source.ts'

/** 1 MiB a read: larger ones are no faster, smaller ones cost a turn of the event loop more often. */
const chunkBytes = 1_048_576

export interface CaptureFileOptions {
  readonly path: string
  /** What people call the file; the path by default. */
  readonly name?: string
  /** Whether a symbolic link at `path` is followed: for a file that the user names it is. */
  readonly links: 'follow' | 'refuse'
}

/** A capture file, or one that is packed with gzip, from its first to its last byte. */
export class CaptureFile implements PacketSource {
  readonly kind = 'pcap'
  readonly name: string
  readonly #path: string
  readonly #flags: number
  #byteCount: number | undefined
  #unpackedByteCount: number | undefined

  constructor({ path, name = path, links }: CaptureFileOptions) {
    this.name = name
    this.#path = path
    this.#flags = constants.O_RDONLY | (links === 'refuse' ? constants.O_NOFOLLOW : 0)
  }

  /** Bytes on the disk, as they were when the file was opened. */
  get byteCount(): number | undefined {
    return this.#byteCount
  }

  get unpackedByteCount(): number | undefined {
    return this.#unpackedByteCount
  }

  /** One buffer is read into again and again: a chunk is valid until the next is asked for. */
  async *open(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const file = await this.#openFile()
    try {
      // A byte more than the file has, so that one read finds its end.
      const buffer = new Uint8Array(Math.min(chunkBytes, (this.#byteCount ?? chunkBytes) + 1))
      while (!signal.aborted) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
        if (bytesRead === 0) return
        yield buffer.subarray(0, bytesRead)
      }
    } catch (error) {
      throw unreadable(this.name, error)
    } finally {
      await file.close()
    }
  }

  async #openFile(): Promise<FileHandle> {
    try {
      const file = await open(this.#path, this.#flags)
      const stats = await file.stat()
      if (stats.isFile()) {
        this.#byteCount = stats.size
        this.#unpackedByteCount = await unpackedSize(file, stats.size)
      }
      return file
    } catch (error) {
      throw unreadable(this.name, error)
    }
  }
}

/**
 * A file that is packed with gzip ends with its length, modulo 4 GiB (RFC 1952, section 2.3.1). Where
 * that is less than what it takes packed, it is not the whole, and the size is not known.
 */
async function unpackedSize(file: FileHandle, size: number): Promise<number | undefined> {
  const ends = Buffer.alloc(6)
  if (size < 18) return size
  await file.read(ends, 0, 2, 0)
  if (!isGzip(ends)) return size
  await file.read(ends, 2, 4, size - 4)
  const unpacked = ends.readUInt32LE(2)
  return unpacked < size ? undefined : unpacked
}

/** Standard input as a source, for `tcpdump -w - | net-anomaly analyze -`. */
export function standardInput(input: AsyncIterable<Uint8Array>): PacketSource {
  return { kind: 'pcap', name: '-', open: () => input }
}

function unreadable(name: string, thrown: unknown): unknown {
  const code = systemCodeOf(thrown)
  if (code === undefined) return thrown
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'it may not be read',
    EISDIR: 'it is a folder',
    ELOOP: 'it is a symbolic link',
  }
  const reason = (Object.hasOwn(reasons, code) && reasons[code]) || code
  return new AppError(errorCodes.E_NO_FILE, `cannot read ${name}: ${reason}`, {
    fix: 'Give the path of a pcap or pcapng file that you may read.',
  })
}
