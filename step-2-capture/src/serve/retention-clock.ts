import { readFile } from 'node:fs/promises'
import { writeAtomically } from 'step-1-skeleton'
import { z } from 'zod'

/** A clock that is further ahead than the server has run since is not believed at once. */
const jumpMsMax = 86_400_000
/** So long the server runs, over all its starts, until a clock that jumped is believed. */
const confirmMs = 86_400_000

const retentionTime = z.object({
  /** Up to when time is believed to have gone, epoch milliseconds. */
  believedMs: z.number(),
  /** How long the server has run since the clock jumped. */
  runMs: z.number(),
})
type RetentionTime = z.infer<typeof retentionTime>

export interface RetentionClockOptions {
  /** Where it is written down how far time has gone. */
  readonly path: string
  readonly now: () => Date
  /** Never jumps: milliseconds since any moment. */
  readonly monotonicMs: () => number
}

/**
 * The time by which what is old is deleted. A clock that jumps ahead by more than a day, in a server
 * or between two of them, is believed after the server has run for a day: one start with a wrong
 * clock deletes nothing. A clock that is set back is believed, as it deletes less.
 */
export class RetentionClock {
  readonly #options: RetentionClockOptions
  #time: RetentionTime
  #atMs: number

  private constructor(options: RetentionClockOptions, time: RetentionTime) {
    this.#options = options
    this.#time = time
    this.#atMs = options.monotonicMs()
  }

  /** A server without a former one has nothing that is old. */
  static async open(options: RetentionClockOptions): Promise<RetentionClock> {
    const text = await readFile(options.path, 'utf8').catch(() => '')
    const { data } = retentionTime.safeParse(jsonOf(text))
    const fresh = { believedMs: options.now().getTime(), runMs: 0 }
    return new RetentionClock(options, data ?? fresh)
  }

  now(): Date {
    const { now, monotonicMs } = this.#options
    const passedMs = monotonicMs() - this.#atMs
    this.#atMs += passedMs
    const wallMs = now().getTime()
    const expectedMs = this.#time.believedMs + passedMs
    const runMs = this.#time.runMs + passedMs
    const isHeld = wallMs - expectedMs > jumpMsMax && runMs < confirmMs
    this.#time = isHeld ? { believedMs: expectedMs, runMs } : { believedMs: wallMs, runMs: 0 }
    return new Date(this.#time.believedMs)
  }

  /** @throws AppError `E_NOT_SAVED` */
  save(): Promise<void> {
    const { path } = this.#options
    const text = JSON.stringify(this.#time)
    return writeAtomically({ path, text, what: 'how far time has gone' })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
