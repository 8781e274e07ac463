import { createGunzip, type Gunzip } from 'node:zlib'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

/** Floods of equal packets pack about a hundredfold; deflate's limit, a thousand, is a bomb. */
export const unpackedRatioMax = 200
/** Up to 64 MiB the ratio is not judged: a small file of zeros is harmless. */
export const unpackedBytesFree = 67_108_864
/** 1 TiB is hours of reading: an endless stream ends. Nothing of it is kept in memory. */
export const unpackedBytesMax = 2 ** 40

/** 16 KiB of deflate are at most 16 MiB of output, which is what waits in memory at once. */
const pieceBytes = 16_384
/** As large as the chunks that plain files are read in. */
const chunkBytes = 1_048_576

export interface UncompressedOptions {
  readonly ratioMax?: number
  readonly bytesFree?: number
  readonly bytesMax?: number
  /** Called once, before the first bytes, when the input is gzip. */
  readonly onGzip?: () => void
}

/** Whether these are the first bytes of a gzip file (RFC 1952, section 2.3.1). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/**
 * The same bytes, unpacked where they are gzip (RFC 1952, any number of members). What is packed
 * twice is unpacked once. Bytes that came before a failure are yielded before it is thrown.
 * @throws AppError `E_GZIP_TRUNCATED`, `E_GZIP_DAMAGED` or `E_GZIP_BOMB`
 */
export async function* uncompressed(
  chunks: AsyncIterable<Uint8Array>,
  options: UncompressedOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]()
  try {
    const head = await takeHead(iterator)
    if (!isGzip(head)) {
      if (head.length > 0) yield head
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        yield next.value
      }
      return
    }
    options.onGzip?.()
    yield* inflate(head, iterator, options)
  } finally {
    await iterator.return?.()
  }
}

/** At least two bytes, where there are as many. */
async function takeHead(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0)
  while (head.length < 2) {
    const next = await iterator.next()
    if (next.done) return head
    // A chunk is borrowed until the next one is asked for, so a short one is copied.
    const isEnough = head.length === 0 && next.value.length >= 2
    head = isEnough ? next.value : Buffer.concat([head, next.value])
  }
  return head
}

async function* inflate(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
  options: UncompressedOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const gunzip = createGunzip({ chunkSize: chunkBytes })
  const unpacked = new Unpacked(gunzip, options)
  try {
    let packed: Uint8Array | null = head
    while (packed !== null) {
      for (let at = 0; at < packed.length && unpacked.failure === null; at += pieceBytes) {
        await unpacked.write(packed.subarray(at, at + pieceBytes))
        yield* unpacked.take()
      }
      if (unpacked.failure !== null) break
      const next: IteratorResult<Uint8Array> = await iterator.next()
      packed = next.done ? null : next.value
    }
    if (unpacked.failure === null) await unpacked.end()
    yield* unpacked.take()
    if (unpacked.failure !== null) throw unpacked.failure
  } finally {
    gunzip.destroy()
  }
}

/**
 * zlib's output as a list. Node's own async iterator would throw away what was unpacked before an
 * error, and a cut capture is worth what is left of it.
 */
class Unpacked {
  failure: AppError | null = null
  readonly #gunzip: Gunzip
  readonly #ratioMax: number
  readonly #bytesFree: number
  readonly #bytesMax: number
  #chunks: Uint8Array[] = []
  #packedBytes = 0
  #bytes = 0
  #wake: () => void = () => {}

  constructor(gunzip: Gunzip, options: UncompressedOptions) {
    this.#gunzip = gunzip
    this.#ratioMax = options.ratioMax ?? unpackedRatioMax
    this.#bytesFree = options.bytesFree ?? unpackedBytesFree
    this.#bytesMax = options.bytesMax ?? unpackedBytesMax
    gunzip.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
    gunzip.on('error', (error: NodeJS.ErrnoException) => {
      this.failure = gzipFailure(error)
      this.#wake()
    })
    gunzip.on('end', () => this.#wake())
  }

  /** Resolves when all of the piece is unpacked, or when unpacking failed. */
  write(piece: Uint8Array): Promise<void> {
    this.#packedBytes += piece.length
    return new Promise((resolve) => {
      this.#wake = resolve
      this.#gunzip.write(piece, () => resolve())
    })
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      this.#gunzip.end()
    })
  }

  take(): Uint8Array[] {
    const taken = this.#chunks
    this.#chunks = []
    for (const chunk of taken) this.#bytes += chunk.length
    if (this.failure === null && this.#isBomb()) {
      this.failure = new AppError(
        errorCodes.E_GZIP_BOMB,
        `${this.#packedBytes} bytes of gzip unpacked to ${this.#bytes} bytes and more`,
        { fix: 'Unpack the file yourself (gunzip) if you trust it.' },
      )
      return []
    }
    return taken
  }

  #isBomb(): boolean {
    if (this.#bytes > this.#bytesMax) return true
    return this.#bytes > this.#bytesFree && this.#bytes > this.#packedBytes * this.#ratioMax
  }
}

function gzipFailure(error: NodeJS.ErrnoException): AppError {
  if (error.code === 'Z_BUF_ERROR') {
    return new AppError(errorCodes.E_GZIP_TRUNCATED, 'the gzip file ends too early', {
      fix: 'Copy the file again; what could be unpacked was read.',
    })
  }
  return new AppError(errorCodes.E_GZIP_DAMAGED, `the gzip file is damaged: ${error.message}`, {
    fix: 'Copy the file again; what could be unpacked was read.',
  })
}
