import {
  benignLabel,
  type LabelledSequence,
  sequenceLengthMax,
} from '../detect/model/algorithms/labelled-sequence.ts'
import type { HostHistories, TimedWindow } from './host-histories.ts'

/** What the labels say was done in a capture: who, when and what. Times are epoch seconds. */
export interface NamedAttack {
  readonly kind: string
  readonly attacker: string
  readonly start: number
  readonly end: number
}

/** The same host's sequences overlap: they are learned from together, or not at all. */
export interface HostSequence extends LabelledSequence {
  readonly address: string
}

/**
 * The last windows of each host at each of its windows, with what it was doing in the newest: the
 * attack, where it attacked then. Left out is what cannot be told apart: ordinary windows of an attacker
 * with its attack still in view, and hosts that first appear during an attack of another, for
 * they may be made up by it.
 */
export function labelledSequences(
  { windowsOf }: HostHistories,
  attacks: readonly NamedAttack[],
): HostSequence[] {
  return [...windowsOf].flatMap(([address, windows]) => {
    const own = attacks.filter(({ attacker }) => attacker === address)
    if (own.length === 0 && attacks.some((attack) => appearsDuring(windows, attack))) return []
    return windows.flatMap((newest, index): HostSequence[] => {
      const first = Math.max(0, index + 1 - sequenceLengthMax)
      const seen = windows.slice(first, index + 1)
      const attack = own.find((one) => isDuring(newest, one))
      const isUnclear = !attack && own.some((one) => seen.some((window) => isDuring(window, one)))
      if (isUnclear) return []
      const label = attack?.kind ?? benignLabel
      return [{ address, label, windows: seen.map(({ row }) => row) }]
    })
  })
}

function isDuring({ startUs, endUs }: TimedWindow, { start, end }: NamedAttack): boolean {
  return startUs < end * 1e6 && endUs > start * 1e6
}

function appearsDuring([first]: readonly TimedWindow[], attack: NamedAttack): boolean {
  return first !== undefined && isDuring(first, attack)
}
