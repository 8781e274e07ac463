import type { AlertHistoryEntry } from 'step-3-persistence'
import { formatIsoMoment } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'

/** What was decided, by whom and when, the newest first. */
export function History({ history }: { history: readonly AlertHistoryEntry[] }) {
  return (
    <Card title="History">
      <ol className="text-sm">
        {history.toReversed().map((entry) => (
          <li key={entry.sequence} className="border-t border-line py-1.5 first:border-t-0">
            <p>{sentenceOf(entry)}</p>
            <p className="text-xs text-ink-soft">
              {visibleText(entry.author)} · {formatIsoMoment(entry.at)}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function sentenceOf({ action, from, to }: AlertHistoryEntry): string {
  const word = (value: string | null) => visibleText((value ?? '–').replaceAll('_', ' '))
  if (action === 'created') return 'Created'
  if (action === 'reopened') return `Reopened, it was ${word(from)}`
  if (action === 'severity') return `Severity from ${word(from)} to ${word(to)}`
  return `Status from ${word(from)} to ${word(to)}`
}
