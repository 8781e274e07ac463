import type { Alert } from 'step-3-persistence'
import { visibleText } from '../format/visible-text.ts'
import { Value } from '../value/value.tsx'

/** What to do first, and what attackers call it: above all else, on a phone too. */
export function Advice({ alert }: { alert: Pick<Alert, 'recommendation' | 'technique'> }) {
  const { recommendation, technique } = alert
  return (
    <section
      aria-label="What to do"
      className="rounded-card border border-accent bg-accent-soft px-4 py-3 lg:px-5"
    >
      <h2 className="text-xs font-semibold text-accent">What to do</h2>
      <p className="mt-0.5 max-w-prose">{visibleText(recommendation)}</p>
      {technique && (
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
          ATT&CK technique
          <Value field="technique" value={technique.id}>
            <span className="font-mono text-xs">{visibleText(technique.id)}</span>{' '}
            {visibleText(technique.name)}
          </Value>
          ({visibleText(technique.tactic)})
        </p>
      )}
    </section>
  )
}
