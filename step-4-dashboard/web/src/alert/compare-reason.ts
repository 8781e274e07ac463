import type { Reason } from 'step-3-persistence'
import { formatMeasure } from '../format/quantity.ts'

export interface ComparedReason {
  readonly name: string
  readonly actual: string
  readonly typical: string
  /** Lengths of the two bars, 0 to 1; null where the values are no numbers. */
  readonly bars: { readonly actual: number; readonly typical: number } | null
  /** `71×`, or nothing where a quotient would say nothing. */
  readonly factor: string
  /** Share of the score, 0 to 1, where the model can tell. */
  readonly contribution: number | null
}

/** A reason made ready for the screen: both values on one scale, and how many times the typical. */
export function compareReason(reason: Reason): ComparedReason {
  const { feature, actual, typical, unit, contribution } = reason
  return {
    name: feature.replaceAll('_', ' '),
    actual: formatMeasure(actual, unit),
    typical: formatMeasure(typical, unit),
    bars: barsOf(actual, typical),
    factor: factorOf(actual, typical),
    contribution: contribution ?? null,
  }
}

function barsOf(actual: number | string, typical: number | string): ComparedReason['bars'] {
  if (typeof actual === 'string' || typeof typical === 'string') return null
  if (!(actual >= 0) || !(typical >= 0)) return null
  const longest = Math.max(actual, typical)
  if (longest === 0 || !Number.isFinite(longest)) return null
  return { actual: actual / longest, typical: typical / longest }
}

function factorOf(actual: number | string, typical: number | string): string {
  if (typeof actual === 'string' || typeof typical === 'string') return ''
  const factor = actual / typical
  if (!Number.isFinite(factor) || factor < 1.05) return ''
  return `${factor < 10 ? Math.round(factor * 10) / 10 : Math.round(factor).toLocaleString('en')}×`
}
