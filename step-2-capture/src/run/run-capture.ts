import { AppError, toAppError } from 'step-1-skeleton/errors'
import { type ChunkSink, ChunkSinks } from '../capture/chunk-sink.ts'
import type { PacketSource } from '../capture/packet-source.ts'
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
}

/**
 * Feeds a source's bytes to the engine until they end, then lets the engine judge what is open.
 * A failure is returned, not thrown, because what was read before it counts.
 */
export async function runCapture(
  source: PacketSource,
  engine: Engine,
  options: RunOptions,
): Promise<AppError | undefined> {
  const { signal, pace, afterChunk } = options
  const sinks = new ChunkSinks(options.sinks ?? [], options.onProblem ?? (() => {}))
  let failure: AppError | undefined
  try {
    const unpacked = uncompressed(counted(source.open(signal), options.onBytes))
    for await (const chunk of pace ? pace(unpacked) : unpacked) {
      sinks.offer(chunk)
      engine.push(chunk)
      if (engine.reader.error) break
      await afterChunk?.()
    }
  } catch (error) {
    failure = toAppError(error)
  } finally {
    await sinks.close()
  }
  engine.end()
  // A source that was stopped may end inside a record.
  if (failure || signal.aborted || !engine.reader.error) return failure
  return captureError(engine.reader.error)
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
