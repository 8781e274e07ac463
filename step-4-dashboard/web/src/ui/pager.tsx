import { formatCount } from '../format/quantity.ts'
import { Button } from './button.tsx'

export interface PagerProps {
  readonly offset: number
  readonly limit: number
  readonly total: number
  readonly onMove: (offset: number) => void
}

/** Which rows of how many, and the way to the others. */
export function Pager({ offset, limit, total, onMove }: PagerProps) {
  const last = Math.min(total, offset + limit)
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
      <p role="status">
        {total === 0
          ? 'None'
          : `${formatCount(offset + 1)} to ${formatCount(last)} of ${formatCount(total)}`}
      </p>
      <div className="flex gap-2">
        <Button disabled={offset === 0} onClick={() => onMove(Math.max(0, offset - limit))}>
          Previous
        </Button>
        <Button disabled={last >= total} onClick={() => onMove(offset + limit)}>
          Next
        </Button>
      </div>
    </div>
  )
}
