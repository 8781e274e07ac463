import type { Problem } from '../api/api-error.ts'
import { visibleText } from '../format/visible-text.ts'
import { SeverityIcon } from '../severity/severity-icon.tsx'

/** A failure as what, the fix, and the code to search for. Announced when it appears. */
export function ProblemNote({
  title,
  problem,
}: {
  title: string
  problem: Omit<Problem, 'status'>
}) {
  return (
    <div
      role="alert"
      className="flex gap-3 rounded-card border border-critical bg-critical-soft px-4 py-3 text-sm"
    >
      <SeverityIcon severity="critical" className="mt-0.5 size-4 text-critical" />
      <div className="min-w-0">
        <p className="font-semibold">
          {title}: <bdi>{visibleText(problem.message)}</bdi>
        </p>
        {problem.fix && <p className="mt-0.5 break-words">{visibleText(problem.fix)}</p>}
        <p className="mt-1 font-mono text-xs text-ink-soft">{problem.code}</p>
      </div>
    </div>
  )
}
