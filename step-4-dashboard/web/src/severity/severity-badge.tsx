import type { Severity } from 'step-3-persistence'
import { SeverityIcon } from './severity-icon.tsx'
import { severityLooks } from './severity-look.ts'

/** Icon, word and colour. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const { label, text, soft } = severityLooks[severity]
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full py-0.5 pr-2.5 pl-1.5 text-xs font-semibold ${text} ${soft}`}
    >
      <SeverityIcon severity={severity} className="size-3.5" />
      {label}
    </span>
  )
}
