import type { AlertDetail } from 'step-3-persistence'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'

/** What to do, and what attackers call it. */
export function Advice({ alert: { recommendation, technique } }: { alert: AlertDetail }) {
  return (
    <Card title="What to do">
      <p className="text-sm">{visibleText(recommendation)}</p>
      {technique && (
        <p className="mt-3 border-t border-line pt-3 text-sm">
          <span className="text-ink-soft">ATT&CK technique</span>
          <br />
          <span className="font-mono text-xs">{technique.id}</span> {technique.name}
          <span className="text-ink-soft"> ({technique.tactic})</span>
        </p>
      )}
    </Card>
  )
}
