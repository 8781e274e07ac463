import { AlertLine } from '../alert/alert-line.tsx'
import { problemOf } from '../api/api-error.ts'
import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { usePreview } from './suppression-queries.ts'

export interface RulePreviewProps {
  readonly preview: ReturnType<typeof usePreview>
  readonly isEmpty: boolean
}

/** How many of the alerts a rule would hide, and the newest of them. */
export function RulePreview({ preview: { data, error }, isEmpty }: RulePreviewProps) {
  if (isEmpty) {
    return <p className="text-sm text-ink-soft">Name a kind, a host, a detector or a technique.</p>
  }
  if (error) return <ProblemNote title="No preview" problem={problemOf(error)} />
  if (!data) return <p className="text-sm text-ink-soft">Counting …</p>
  const { matching, total, warning, examples } = data
  return (
    <div role="status" className="rounded-md bg-sunken px-3 py-2 text-sm">
      <p>
        <strong>
          {formatCount(matching)} of {formatCount(total)}
        </strong>{' '}
        stored alerts match.
      </p>
      {warning && <p className="mt-1 font-medium text-medium">Careful: {visibleText(warning)}.</p>}
      <ul className="mt-1 border-t border-line">
        {examples.map((alert) => (
          <AlertLine key={alert.alert_id} alert={alert} />
        ))}
      </ul>
    </div>
  )
}
