import type { ReactNode } from 'react'
import type { AlertDetail } from 'step-3-persistence'
import { Link } from 'wouter'
import { formatMoment } from '../format/moment.ts'
import { formatCount, formatShare, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { OriginOfAlert } from '../run/origin-of-alert.tsx'
import { Card } from '../ui/card.tsx'
import { Value } from '../value/value.tsx'

/** Everything else that is known: how strange, how sure, what was grouped, which model. */
export function Facts({ alert }: { alert: AlertDetail }) {
  const { severity_parts, severity_score, capture, group_key, model_version } = alert
  return (
    <Card title="Facts">
      <dl className="text-sm">
        <Fact name="Severity score">
          {severity_score} of 100
          <ul className="text-xs text-ink-soft">
            {severity_parts.map(({ part, points }) => (
              <li key={part}>
                {visibleText(part.replaceAll('_', ' '))}: {points}
              </li>
            ))}
          </ul>
        </Fact>
        <Fact name="Score">
          {alert.score.toFixed(2)}
          <span className="block text-xs text-ink-soft">how strange, 0 to 1</span>
        </Fact>
        <Fact name="Confidence">
          {formatShare(alert.confidence)}
          <span className="block text-xs text-ink-soft">how sure the detector is</span>
        </Fact>
        <Fact name="Detections">{formatCount(alert.count)}</Fact>
        <Fact name="Kind">
          <Value field="kind" value={alert.kind} className="text-xs" />
        </Fact>
        <Fact name="Detectors">
          {alert.detectors.map((name) => (
            <Value key={name} field="detector" value={name} className="mr-2 text-xs" />
          ))}
        </Fact>
        <Fact name="First seen">{formatMoment(alert.first_seen_epoch)}</Fact>
        <Fact name="Last seen">{formatMoment(alert.last_seen_epoch)}</Fact>
        <Fact name="Traffic">
          <OriginOfAlert capture={capture} />
        </Fact>
        <Fact name="Model">
          {model_version === null ? `${unknown} (a rule)` : visibleText(model_version)}
          {alert.raw_score !== null && alert.threshold !== null && (
            <span className="block text-xs text-ink-soft">
              raw score {alert.raw_score.toPrecision(4)}, threshold {alert.threshold.toPrecision(4)}
            </span>
          )}
        </Fact>
        <Fact name="Grouped by">
          <bdi className="text-xs">
            {visibleText(group_key.split('|').slice(1).filter(Boolean).join(' · '))}
          </bdi>
        </Fact>
        {alert.suppressed_by !== null && (
          <Fact name="Hidden">
            by a rule, see{' '}
            <Link href="/suppressions" className="rounded font-medium text-accent underline">
              Suppressions
            </Link>
          </Fact>
        )}
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-2 border-t border-line py-1.5 first:border-t-0">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}
