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
  /** No more chunks follow. Called once, also after a `write` that threw; the run waits for it. */
  close(): void | Promise<void>
  /** What it lacks of the capture, a sentence each. */
  problems?(): readonly string[]
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

  async close(): Promise<void> {
    const sinks = [...this.#open]
    this.#open.clear()
    for (const sink of sinks) {
      const problem = await problemOfClosing(sink)
      if (problem) this.#onProblem(problem)
    }
  }

  #drop(sink: ChunkSink, problem: AppError): void {
    this.#open.delete(sink)
    // Its first problem says it all.
    void problemOfClosing(sink)
    this.#onProblem(problem)
  }
}

async function problemOfClosing(sink: ChunkSink): Promise<AppError | undefined> {
  try {
    await sink.close()
    return undefined
  } catch (error) {
    return toAppError(error)
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
