import type { AlertFacets } from '../../alert/alert-facets.ts'
import type { AlertFilter } from '../../alert/alert-filter.ts'

/** What the columns can say of the alerts that fit a filter. */
export interface ColumnAnswers {
  facets: AlertFacets
  count: number
  /** Of incidents that have one of them, and an alert that no rule hides. */
  incidents: number
}

export interface ToColumnsWorker {
  readonly id: number
  readonly name: keyof ColumnAnswers
  readonly filter: AlertFilter
}

export interface FromColumnsWorker {
  readonly id: number
  /** Undefined while the columns are being read. */
  readonly answer: ColumnAnswers[keyof ColumnAnswers] | undefined
}
