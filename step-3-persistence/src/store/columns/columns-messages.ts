import type { AlertFilter } from '../../alert/alert-filter.ts'
import type { AlertFacets } from '../../alert/facet.ts'
import type { NumberName } from './alert-columns.ts'

interface Asked {
  readonly filter: AlertFilter
}

export interface PageAsked extends Asked {
  readonly by: NumberName
  readonly order: 'asc' | 'desc'
  readonly limit: number
  /** The number of the last alert of the page before. */
  readonly after: number | undefined
}

/** What the columns can say of the alerts that fit a filter. */
export interface ColumnQuestions {
  facets: { asked: Asked; answer: AlertFacets }
  count: { asked: Asked; answer: number }
  /** Incidents that have one of them, and an alert that no rule hides. */
  incidents: { asked: Asked; answer: number }
  /** Of incidents of which nothing is asked but one of their alerts, or nothing at all. */
  incidentFacets: { asked: Asked & { readonly isBare: boolean }; answer: AlertFacets }
  /** Their numbers in the index of words; null where there are many. */
  few: { asked: Asked; answer: readonly number[] | null }
  /** The same of those among which the page is: as many and all that are equal to the last. */
  page: { asked: PageAsked; answer: readonly number[] | null }
}

export type ToColumnsWorker = {
  [Name in keyof ColumnQuestions]: {
    readonly id: number
    readonly name: Name
    readonly asked: ColumnQuestions[Name]['asked']
  }
}[keyof ColumnQuestions]

export type ColumnAnswer = ColumnQuestions[keyof ColumnQuestions]['answer']

export interface FromColumnsWorker {
  readonly id: number
  /** Undefined while the columns are being read. */
  readonly answer: ColumnAnswer | undefined
}
