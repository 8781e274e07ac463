import { useAlertTotal } from '../api/alert-queries.ts'
import { formatCount } from '../format/quantity.ts'
import { Button } from '../ui/button.tsx'

export interface InboxHeadingProps {
  readonly total: number | undefined
  readonly arrivalCount: number
  readonly onShowArrivals: () => void
}

/** How many match, of how many; what has come since waits here, so that no row moves. */
export function InboxHeading({ total, arrivalCount, onShowArrivals }: InboxHeadingProps) {
  const { data: all } = useAlertTotal({})
  return (
    <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="text-lg font-semibold tracking-tight">Alerts</h1>
      <p className="text-sm text-ink-soft">
        {formatCount(total)} of {formatCount(all)}
      </p>
      {arrivalCount > 0 && (
        <Button look="primary" icon="up" onClick={onShowArrivals} className="rounded-full">
          {formatCount(arrivalCount)} new
        </Button>
      )}
    </header>
  )
}
