import { AppError, toAppError } from 'step-1-skeleton/errors'
import { type ChunkSink, ChunkSinks } from '../capture/chunk-sink.ts'
import type { FileSource, PacketSource } from '../capture/packet-source.ts'
import type { Engine } from '../engine.ts'
import { errorCodes } from '../error-codes.ts'
import { uncompressed } from '../pcap/gunzip.ts'
import type { CaptureFailure } from '../pcap/record-parser.ts'

export interface RunOptions {
  /** Ends the run early; what was captured until then is still judged. */
  readonly signal: AbortSignal
  /** Receives the bytes of each chunk as the source gave it, still packed. */
  readonly onBytes?: (byteCount: number) => void
  /** Holds packets back until they are due. */
  readonly pace?: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
  /** Take each chunk beside the engine. */
  readonly sinks?: readonly ChunkSink[]
  /** Told once of each sink that failed, and is offered nothing more. */
  readonly onProblem?: (problem: AppError) => void
  /** Runs after each chunk; while it waits, nothing is read. */
  readonly afterChunk?: () => Promise<void> | undefined
  /** Runs once it is written down how far a file was judged. */
  readonly afterFile?: () => Promise<void>
}

/**
 * Feeds a source's bytes to the engine until they end, then lets the engine judge what is open.
 * A failure is returned, not thrown, because what was read before it counts.
 */
export async function runCapture(
  source: PacketSource | FileSource,
  engine: Engine,
  options: RunOptions,
): Promise<AppError | undefined> {
  const failure =
    'files' in source
      ? await readFiles(source, engine, options)
      : await pushBytes(source.open(options.signal), engine, options)
  engine.end()
  return failure ?? ('files' in source ? undefined : readerFailure(engine, options))
}

/** File after file into the same engine: one that is damaged ends neither the next nor the run. */
async function readFiles(
  source: FileSource,
  engine: Engine,
  options: RunOptions,
): Promise<AppError | undefined> {
  try {
    for await (const file of source.files(options.signal)) {
      engine.steady.startFile(file)
      const failure = await pushBytes(file.open(options.signal), engine, options)
      engine.steady.end()
      engine.drain()
      await file.judged({
        readBytes: engine.reader.offset,
        lastSeconds: engine.timeUs / 1e6,
        problem: failure ?? readerFailure(engine, options),
      })
      await options.afterFile?.()
    }
    return undefined
  } catch (error) {
    return toAppError(error)
  }
}

async function pushBytes(
  packed: AsyncIterable<Uint8Array>,
  engine: Engine,
  { pace, afterChunk, ...options }: RunOptions,
): Promise<AppError | undefined> {
  const sinks = new ChunkSinks(options.sinks ?? [], options.onProblem ?? (() => {}))
  try {
    const unpacked = uncompressed(counted(packed, options.onBytes))
    for await (const chunk of pace ? pace(unpacked) : unpacked) {
      sinks.offer(chunk)
      engine.push(chunk)
      if (engine.reader.error) break
      await afterChunk?.()
    }
    return undefined
  } catch (error) {
    return toAppError(error)
  } finally {
    await sinks.close()
  }
}

/** What the reader could not read. A source that was stopped may end inside a record. */
function readerFailure({ reader }: Engine, { signal }: RunOptions): AppError | undefined {
  return signal.aborted || !reader.error ? undefined : captureError(reader.error)
}

function captureError({ code, message, offset }: CaptureFailure): AppError {
  return new AppError(errorCodes[code], `${message} (at offset ${offset})`, {
    fix:
      code === 'E_NOT_A_CAPTURE'
        ? 'Give a pcap or pcapng file, plain or packed with gzip.'
        : 'What came before that offset was read; record or copy the file again for the rest.',
    details: { offset },
  })
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (byteCount: number) => void = () => {},
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    onBytes(chunk.length)
    yield chunk
  }
}
