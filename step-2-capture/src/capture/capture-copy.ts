import { closeSync, openSync, writeSync } from 'node:fs'
import { notSaved } from 'step-1-skeleton/errors'
import type { ChunkSink } from './chunk-sink.ts'

/**
 * Writes a capture to a file as it comes. Each chunk goes to the system at once, so after a crash
 * the file holds what was captured until then.
 */
export class CaptureCopy implements ChunkSink {
  readonly #path: string
  readonly #file: number

  /** Only the user may read it: packets hold passwords. @throws AppError `E_NOT_SAVED` */
  constructor(path: string) {
    this.#path = path
    this.#file = saved(path, () => openSync(path, 'w', 0o600))
  }

  /** @throws AppError `E_NOT_SAVED` */
  write(chunk: Uint8Array): void {
    saved(this.#path, () => {
      for (let done = 0; done < chunk.length; ) done += writeSync(this.#file, chunk, done)
    })
  }

  close(): void {
    saved(this.#path, () => closeSync(this.#file))
  }
}

function saved<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw notSaved(path, error)
  }
}
