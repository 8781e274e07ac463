import { type AppError, toAppError } from 'step-1-skeleton/errors'

// #region seam
/**
 * What takes the bytes of a capture beside the engine, such as a file. They come unpacked and in
 * order from the file's header on, so an offset in them is that of a `PacketReference`. A chunk
 * comes before the engine judges it: the packets of a detection are there when it is stated.
 */
export interface ChunkSink {
  /** Takes the next bytes. The chunk is valid during the call, and the run waits for its end. */
  write(chunk: Uint8Array): void
  /** No more chunks follow. Called once, also after a `write` that threw. */
  close(): void
}
// #endregion

/** Offers chunks to sinks. One that throws is closed, reported and left out; the run goes on. */
export class ChunkSinks {
  readonly #open: Set<ChunkSink>
  readonly #onProblem: (problem: AppError) => void

  constructor(sinks: readonly ChunkSink[], onProblem: (problem: AppError) => void) {
    this.#open = new Set(sinks)
    this.#onProblem = onProblem
  }

  offer(chunk: Uint8Array): void {
    for (const sink of this.#open) {
      const problem = problemOf(() => sink.write(chunk))
      if (problem) this.#drop(sink, problem)
    }
  }

  close(): void {
    for (const sink of this.#open) {
      const problem = problemOf(() => sink.close())
      if (problem) this.#onProblem(problem)
    }
    this.#open.clear()
  }

  #drop(sink: ChunkSink, problem: AppError): void {
    this.#open.delete(sink)
    problemOf(() => sink.close())
    this.#onProblem(problem)
  }
}

function problemOf(work: () => void): AppError | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    return toAppError(error)
  }
}
