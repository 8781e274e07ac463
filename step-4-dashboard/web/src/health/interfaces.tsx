import type { CaptureInterface } from '../api/capture-queries.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'

/** What can be captured on, and what allows it where it is not possible. */
export function Interfaces({ interfaces }: { interfaces: readonly CaptureInterface[] }) {
  return (
    <Card title="Interfaces">
      <ul className="text-sm">
        {interfaces.map((one) => (
          <li key={one.name} className="border-t border-line py-1.5 first:border-t-0">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-mono font-medium">{visibleText(one.name)}</span>
              <span className={one.may_capture ? 'text-good' : 'text-ink-soft'}>
                {one.may_capture ? 'can be captured on' : 'not possible'}
              </span>
              <span className="font-mono text-xs text-ink-soft">{one.addresses.join(', ')}</span>
            </p>
            {'reason' in one && (
              <p className="text-xs text-ink-soft">
                {one.reason}. {one.fix}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
