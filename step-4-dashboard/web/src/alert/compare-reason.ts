import type { AlertDetail, Reason } from 'step-3-persistence'
import { formatMeasure } from '../format/quantity.ts'

export interface ComparedReason {
  readonly name: string
  readonly actual: string
  /** Empty where nothing was expected, so that there is nothing to compare with. */
  readonly typical: string
  /** How many times the typical it is; null where a quotient would say nothing. */
  readonly factor: number | null
  /** Length of the bar, 0 to 1, on the one scale of all rows: logarithmic, from 1 time on. */
  readonly length: number | null
  /** Share of the score, 0 to 1, where the model can tell. */
  readonly contribution: number | null
}

/** At most this many reasons are shown. */
const reasonCountMax = 6
const emptyWords = new Set<string | number>(['none', 'without it', ''])

/** The reasons that say something, with their factors drawn to one scale. A value that is as it should be says nothing. */
export function compareReasons(reasons: readonly Reason[]): ComparedReason[] {
  const telling = reasons
    .filter(({ actual, typical }) => formatMeasure(actual, '') !== formatMeasure(typical, ''))
    .slice(0, reasonCountMax)
  const factors = telling.map(factorOf)
  const largest = Math.max(...factors.map((factor) => factor ?? 1))
  return telling.map(({ feature, actual, typical, unit, contribution }, index) => {
    const factor = factors[index] ?? null
    return {
      name: feature.replaceAll('_', ' '),
      actual: formatMeasure(actual, unitFor(actual, unit)),
      typical: emptyWords.has(typical) ? '' : formatMeasure(typical, unitFor(typical, unit)),
      factor,
      length: factor === null || largest <= 1 ? null : Math.log(factor) / Math.log(largest),
      contribution: contribution ?? null,
    }
  })
}

/** What the second column is: what the training saw, or what a rule lets pass. */
export function typicalWords(family: AlertDetail['family']): string {
  return family === 'model' ? 'Typical in training' : 'No alert up to'
}

/** `71×`: short, and exact enough to compare. */
export function formatFactor(factor: number): string {
  return `${factor < 10 ? Math.round(factor * 10) / 10 : Math.round(factor).toLocaleString('en')}×`
}

function factorOf({ actual, typical }: Reason): number | null {
  if (typeof actual === 'string' || typeof typical === 'string') return null
  const factor = actual / typical
  return Number.isFinite(factor) && factor >= 1.05 ? factor : null
}

/** `1 packet`; texts, rules and payloads name themselves. */
function unitFor(value: number | string, unit: string): string {
  if (typeof value === 'string') return ''
  return value === 1 ? unit.replace(/(?<=[a-z]{2})s$/, '') : unit
}
