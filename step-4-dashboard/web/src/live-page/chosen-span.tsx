import { Link } from 'wouter'
import { formatMoment, formatSpan } from '../format/moment.ts'
import type { TimeRange } from '../time/use-time-range.ts'
import { Button } from '../ui/button.tsx'

/** The span that was chosen on the line, and where it leads: other pages keep to it. */
export function ChosenSpan(props: { range: TimeRange; onClear: () => void }) {
  const { from, to } = props.range
  if (from === undefined || to === undefined) return null
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span className="text-ink-soft">
        {formatMoment(from)}, {formatSpan(to - from)}:
      </span>
      <Link
        href="/alerts?view=alerts"
        className="font-medium text-accent underline underline-offset-3"
      >
        Alerts of this span
      </Link>
      <Link href="/flows" className="font-medium text-accent underline underline-offset-3">
        Flows
      </Link>
      <Button look="quiet" onClick={props.onClear}>
        All time
      </Button>
    </p>
  )
}
