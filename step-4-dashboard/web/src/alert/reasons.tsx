import type { AlertDetail } from 'step-3-persistence'
import { formatShare, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import {
  type ComparedReason,
  compareReasons,
  formatFactor,
  typicalWords,
} from './compare-reason.ts'

/** Why it was flagged: each quantity as it was, beside what would have passed. */
export function Reasons({ alert: { reasons, family } }: { alert: AlertDetail }) {
  const compared = compareReasons(reasons)
  const hasTypical = compared.some(({ typical }) => typical !== '')
  const hasFactor = compared.some(({ factor }) => factor !== null)
  return (
    <Card title="Why it was flagged">
      {compared.length === 0 ? (
        <Empty title="The detector gave no quantities" />
      ) : (
        <table className="w-full text-sm">
          <thead className="text-left text-xs text-ink-soft">
            <tr>
              <th className="pb-1 font-medium">What</th>
              <th className="pb-1 font-medium">Here</th>
              {hasTypical && <th className="pb-1 pl-3 font-medium">{typicalWords(family)}</th>}
              {hasFactor && (
                <th className="w-1/3 pb-1 pl-4 font-medium max-sm:hidden">
                  Times that (one scale)
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {compared.map((reason) => (
              <ReasonRow key={reason.name} reason={reason} columns={{ hasTypical, hasFactor }} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

interface ReasonRowProps {
  readonly reason: ComparedReason
  readonly columns: { readonly hasTypical: boolean; readonly hasFactor: boolean }
}

function ReasonRow({ reason, columns }: ReasonRowProps) {
  const { name, actual, typical, factor, length, contribution } = reason
  return (
    <tr className="border-t border-line align-middle">
      <td className="py-2 pr-3">
        <span className="font-medium">{visibleText(name)}</span>
        {contribution !== null && (
          <span className="block text-xs text-ink-soft">
            {formatShare(contribution)} of the score
          </span>
        )}
      </td>
      <td className="py-2 font-semibold break-words">
        <bdi>{visibleText(actual)}</bdi>
      </td>
      {columns.hasTypical && (
        <td className="py-2 pl-3 text-ink-soft">
          {typical === '' ? unknown : visibleText(typical)}
        </td>
      )}
      {columns.hasFactor && (
        <td className="py-2 pl-4 max-sm:hidden">
          {factor !== null && (
            <div className="flex items-center gap-2">
              <div aria-hidden="true" className="h-2 min-w-0 grow rounded-xs bg-sunken">
                <div
                  className="h-2 min-w-0.5 rounded-xs bg-high"
                  style={{ width: `${(length ?? 0) * 100}%` }}
                />
              </div>
              <span className="w-16 text-right font-semibold">{formatFactor(factor)}</span>
            </div>
          )}
        </td>
      )}
    </tr>
  )
}
