import type { UserRule } from './user-rule.ts'

/** Rules whose limits were reached that are remembered by number; all are counted. */
const listedCountMax = 64

/** What was left out because it would have cost too much. */
export interface WorkReport {
  /** Rules in force, and those of them that have matched. */
  readonly rules: number
  readonly matched: number
  /** Judgements that were given up, by the number (sid) of the rule. */
  readonly givenUp: readonly { readonly sid: number; readonly times: number }[]
  /** Messages of which not every rule could be judged. */
  readonly cutShort: number
  /** Rules without a content to look for, beyond as many as are tried. */
  readonly leftOut: number
  /** Directions of connections that made room for newer ones. */
  readonly evicted: number
}

/** Counts what rules cost, and where a limit was reached. */
export class WorkCounts {
  cutShort = 0
  readonly #matched = new Set<number>()
  readonly #givenUp = new Map<number, number>()

  match({ sid }: UserRule): void {
    this.#matched.add(sid)
  }

  giveUp({ sid }: UserRule): void {
    const known = this.#givenUp.get(sid)
    if (known === undefined && this.#givenUp.size >= listedCountMax) return
    this.#givenUp.set(sid, (known ?? 0) + 1)
  }

  report(rest: Pick<WorkReport, 'rules' | 'leftOut' | 'evicted'>): WorkReport {
    const givenUp = [...this.#givenUp].map(([sid, times]) => ({ sid, times }))
    return { ...rest, matched: this.#matched.size, givenUp, cutShort: this.cutShort }
  }
}

/** Where limits were reached, as sentences. */
export function workTexts({ givenUp, cutShort, leftOut, evicted }: WorkReport): string[] {
  const texts: string[] = []
  if (leftOut > 0) texts.push(`${leftOut} rules name no content and are too many to try`)
  for (const { sid, times } of givenUp.slice(0, 5)) {
    texts.push(`rule ${sid} was given up ${times} times: it took more steps than a rule may`)
  }
  if (cutShort > 0) texts.push(`${cutShort} messages had more matching contents than are judged`)
  if (evicted > 0) texts.push(`${evicted} directions of connections made room before they ended`)
  return texts
}
