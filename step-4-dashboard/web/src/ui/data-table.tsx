import type { ReactNode } from 'react'
import { ScrollRegion } from './scroll-region.tsx'

export interface DataColumn<Row> {
  readonly name: string
  readonly isNumber?: boolean
  readonly cell: (row: Row) => ReactNode
}

export interface DataTableProps<Row> {
  /** What a screen reader calls it. */
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly DataColumn<Row>[]
  readonly keyOf: (row: Row) => string
}

/** A plain table of at most some hundred rows; what is too wide scrolls within it. */
export function DataTable<Row>({ label, rows, columns, keyOf }: DataTableProps<Row>) {
  return (
    <ScrollRegion label={`${label}, as rows`} className="-mx-4 overflow-x-auto px-4">
      <table className="w-full text-sm">
        <thead className="text-left text-xs text-ink-soft">
          <tr>
            {columns.map(({ name, isNumber }) => (
              <th
                key={name}
                className={`pr-4 pb-1 font-medium whitespace-nowrap ${isNumber ? 'text-right' : ''}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-t border-line hover:bg-sunken">
              {columns.map(({ name, isNumber, cell }) => (
                <td
                  key={name}
                  className={`py-1 pr-4 ${isNumber ? 'text-right whitespace-nowrap' : ''}`}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
