import { type Severity, severities, severityRank } from 'step-2-capture'

/** Alerts that get a message of their own once there is room: 100 of 200 B. */
export const waitingCountMax = 100
/** From this severity on an alert waits for its own message; what is below is only counted. */
const waitsFrom = severityRank('high')

export interface HeldAlert {
  readonly alertId: string
  readonly source: string
  readonly severity: Severity
}

/** Alerts for which there was no room: the grave ones wait, the gravest first, and the others are counted. */
export class HeldBack {
  #waiting: HeldAlert[] = []
  readonly #counts = new Map<Severity, number>()

  hold(alert: HeldAlert): void {
    this.forget(alert.alertId)
    if (severityRank(alert.severity) < waitsFrom) {
      this.#count(alert)
      return
    }
    this.#waiting.push(alert)
    // Stable: of the same severity the one that came first is the first.
    this.#waiting.sort((a, b) => severityRank(b.severity) - severityRank(a.severity))
    for (const one of this.#waiting.splice(waitingCountMax)) this.#count(one)
  }

  /** What waits, the gravest first; it stays until it is forgotten. */
  get waiting(): readonly HeldAlert[] {
    return [...this.#waiting]
  }

  forget(alertId: string): void {
    this.#waiting = this.#waiting.filter((one) => one.alertId !== alertId)
  }

  /** The gravest of what was counted; undefined where there is none. */
  get severity(): Severity | undefined {
    return severities.findLast((severity) => this.#counts.has(severity))
  }

  /**
   * What was counted since the last time and is no graver than the message that states it, as a
   * sentence: who gets that message gets those as well.
   */
  takeSentence(severityMax: Severity): string | undefined {
    const parts: string[] = []
    let count = 0
    for (const severity of severities.toReversed()) {
      const held = this.#counts.get(severity)
      if (held === undefined || severityRank(severity) > severityRank(severityMax)) continue
      this.#counts.delete(severity)
      parts.push(`${held} ${severity}`)
      count += held
    }
    if (count === 0) return undefined
    const alerts = count === 1 ? '1 more alert' : `${count} more alerts`
    return `${alerts} came than there were messages (${parts.join(', ')}); the list has them all`
  }

  #count({ severity }: HeldAlert): void {
    this.#counts.set(severity, (this.#counts.get(severity) ?? 0) + 1)
  }
}
