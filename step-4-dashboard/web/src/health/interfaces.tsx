import type { CaptureInterface } from '../api/capture-queries.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'

/** What can be captured on, and what allows it where it is not possible. */
export function Interfaces({ interfaces }: { interfaces: readonly CaptureInterface[] }) {
  const reasons = interfaces.map(reasonOf)
  // A program that is missing is missing for all of them.
  const shared = new Set(reasons).size === 1 ? reasons[0] : ''
  return (
    <Card title="Interfaces">
      {shared && <p className="mb-2 text-sm text-ink-soft">{shared}</p>}
      <ul className="text-sm">
        {interfaces.map((one, index) => (
          <li key={one.name} className="border-t border-line py-1.5 first:border-t-0">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-mono font-medium">{visibleText(one.name)}</span>
              <span className={one.may_capture ? 'text-good' : 'text-ink-soft'}>
                {one.may_capture ? 'can be captured on' : 'not possible'}
              </span>
              <span className="font-mono text-xs text-ink-soft">{one.addresses.join(', ')}</span>
            </p>
            {!shared && reasons[index] && <p className="text-xs text-ink-soft">{reasons[index]}</p>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function reasonOf(one: CaptureInterface): string {
  return 'reason' in one ? `${one.reason}. ${one.fix}` : ''
}
