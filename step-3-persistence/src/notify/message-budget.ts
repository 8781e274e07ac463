import type { Severity } from 'step-2-capture'

/** More messages than this in a minute are no news but noise. */
export const messagesPerMinuteMax = 30
/** Of them about one source, so that a noisy one leaves room for the others. */
export const messagesOfSourceMax = 12
const minuteMs = 60_000

/**
 * The share of both limits that messages of a severity and of what stands below it may use up. The
 * rest is kept for what is graver, so that no noise keeps a critical message back.
 */
const shares: Readonly<Record<Severity, number>> = {
  critical: 1,
  high: 2 / 3,
  medium: 1 / 3,
  low: 1 / 3,
  info: 1 / 3,
}

interface Sent {
  readonly atMs: number
  /** Null in a digest about many sources. */
  readonly source: string | null
}

/** What may still be sent in the current minute, by severity and source. */
export class MessageBudget {
  /** The messages of the last minute, at most `messagesPerMinuteMax`. */
  #sent: Sent[] = []

  /** @param nowMs Wall-clock milliseconds. A message from the future is one of a clock that jumped. */
  hasRoom(severity: Severity, source: string | null, nowMs: number): boolean {
    this.#sent = this.#sent.filter(({ atMs }) => atMs > nowMs - minuteMs && atMs <= nowMs)
    const share = shares[severity]
    if (this.#sent.length >= messagesPerMinuteMax * share) return false
    const ofSource = this.#sent.filter((one) => one.source === source).length
    return source === null || ofSource < messagesOfSourceMax * share
  }

  take(source: string | null, nowMs: number): void {
    this.#sent.push({ atMs: nowMs, source })
  }
}
