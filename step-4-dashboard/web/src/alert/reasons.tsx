import type { Reason } from 'step-3-persistence'
import { formatShare } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { type ComparedReason, compareReason } from './compare-reason.ts'

/** Why it was flagged: each quantity as it was, beside what is typical. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <Card title="Why it was flagged" aside={<Legend />}>
      {reasons.length === 0 ? (
        <Empty title="The detector gave no quantities" />
      ) : (
        <table className="w-full text-sm">
          <thead className="text-left text-xs text-ink-soft">
            <tr>
              <th className="pb-1 font-medium">Quantity</th>
              <th className="pb-1 text-right font-medium">Here</th>
              <th className="pb-1 text-right font-medium">Typical</th>
              <th className="w-1/3 pb-1 pl-4 font-medium max-sm:hidden">Compared</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map((reason) => (
              <ReasonRow key={reason.feature} reason={compareReason(reason)} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

function ReasonRow({ reason }: { reason: ComparedReason }) {
  const { name, actual, typical, bars, factor, contribution } = reason
  return (
    <tr className="border-t border-line align-middle">
      <td className="py-2 pr-2">
        <span className="font-medium">{visibleText(name)}</span>
        {contribution !== null && (
          <span className="block text-xs text-ink-soft">
            {formatShare(contribution)} of the score
          </span>
        )}
      </td>
      <td className="py-2 text-right font-semibold">{visibleText(actual)}</td>
      <td className="py-2 pl-3 text-right text-ink-soft">{visibleText(typical)}</td>
      <td className="py-2 pl-4 max-sm:hidden">
        <div className="flex items-center gap-2">
          <div aria-hidden="true" className="min-w-0 grow">
            {bars && (
              <>
                <Bar length={bars.actual} color="bg-high" />
                <Bar length={bars.typical} color="bg-line-strong" />
              </>
            )}
          </div>
          <span className="w-14 text-right font-semibold">{factor}</span>
        </div>
      </td>
    </tr>
  )
}

function Bar({ length, color }: { length: number; color: string }) {
  return (
    <div
      className={`my-0.5 h-2 min-w-0.5 rounded-xs ${color}`}
      style={{ width: `${length * 100}%` }}
    />
  )
}

function Legend() {
  return (
    <p className="flex items-center gap-3 text-xs text-ink-soft max-sm:hidden" aria-hidden="true">
      <span className="flex items-center gap-1.5">
        <span className="size-2 rounded-xs bg-high" /> here
      </span>
      <span className="flex items-center gap-1.5">
        <span className="size-2 rounded-xs bg-line-strong" /> typical
      </span>
    </p>
  )
}
