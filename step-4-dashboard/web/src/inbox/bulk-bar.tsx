import { useState } from 'react'
import type { AlertStatus } from 'step-3-persistence'
import { statusLooks } from '../alert/alert-status.ts'
import type { AlertFilter } from '../api/alert-filter.ts'
import { problemOf } from '../api/api-error.ts'
import { formatCount } from '../format/quantity.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { type BulkKind, useBulkDecide } from './use-bulk-decide.ts'
import type { Selection } from './use-selection.ts'

export interface BulkBarProps {
  readonly of: BulkKind
  readonly selection: Selection
  /** As the API takes it. */
  readonly filter: AlertFilter
  /** How many match the filter now, on whatever page. */
  readonly total: number | undefined
}

const acts = ['resolved', 'escalated', 'acknowledged', 'false_positive', 'new'] as const

/** What can be done to the selected alerts, or to all that match, with the exact number. */
export function BulkBar({ of, selection, filter, total }: BulkBarProps) {
  const [isAll, setIsAll] = useState(false)
  const bulk = useBulkDecide()
  const count = isAll ? total : selection.ids.size
  if (selection.ids.size === 0 && !bulk.error) return null

  function act(status: AlertStatus): void {
    const target =
      isAll && total !== undefined
        ? ({ of, kind: 'filter', filter, expectedCount: total } as const)
        : ({ of, kind: 'ids', ids: [...selection.ids] } as const)
    bulk.mutate({ target, status }, { onSuccess: leave })
  }

  function leave(): void {
    selection.clear()
    setIsAll(false)
  }

  return (
    <section
      aria-label={`Selected ${of}`}
      className="sticky top-14 z-10 flex flex-wrap items-center gap-2 rounded-card border border-accent bg-raised px-3 py-2 text-sm shadow-card"
    >
      <p role="status" className="font-semibold">
        {formatCount(count)} selected
      </p>
      {!isAll && total !== undefined && total > selection.ids.size && (
        <Button look="quiet" onClick={() => setIsAll(true)}>
          Select all {formatCount(total)} that match
        </Button>
      )}
      {acts.map((status) => (
        <Button
          key={status}
          icon={statusLooks[status].icon}
          look={status === 'resolved' ? 'primary' : 'plain'}
          disabled={bulk.isPending || count === undefined}
          onClick={() => act(status)}
        >
          {statusLooks[status].act}
        </Button>
      ))}
      <Button look="quiet" className="ml-auto" onClick={leave}>
        Clear
      </Button>
      {bulk.error && (
        <div className="w-full">
          <ProblemNote title="Nothing was changed" problem={problemOf(bulk.error)} />
        </div>
      )}
    </section>
  )
}
