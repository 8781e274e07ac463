import type { AlertDetail } from 'step-3-persistence'
import { formatClock, formatMoment, formatSpan } from '../format/moment.ts'
import { counted } from '../format/quantity.ts'
import { Card } from '../ui/card.tsx'
import { timelineMarks } from './timeline-marks.ts'

/**
 * From the first to the last moment in traffic time, with the packets of the evidence as marks;
 * nothing where there is only one moment.
 */
export function Timeline({ alert }: { alert: AlertDetail }) {
  const { evidence, count } = alert
  const times = evidence.map(({ time }) => time)
  const first = Math.min(alert.first_seen_epoch, ...times)
  const last = Math.max(alert.last_seen_epoch, ...times)
  if (first === last) return null
  const marks = timelineMarks(times, { first, last })
  return (
    <Card
      title="Timeline"
      aside={<p className="text-sm text-ink-soft">{formatSpan(last - first)}</p>}
    >
      <svg
        viewBox="0 0 1000 40"
        preserveAspectRatio="none"
        className="h-10 w-full overflow-visible"
        role="img"
        aria-label={`${counted(count, 'detection')} from ${formatMoment(first)} to ${formatMoment(last)}`}
      >
        <line x1="0" x2="1000" y1="39" y2="39" stroke="var(--line-strong)" strokeWidth="2" />
        {marks.map((mark) => (
          <line
            key={mark}
            x1={mark * 1000}
            x2={mark * 1000}
            y1="8"
            y2="38"
            stroke="var(--high)"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      <div className="mt-1 flex justify-between gap-4 text-xs text-ink-soft">
        <span>{formatMoment(first)}</span>
        <span className="text-right">{formatClock(last, first)}</span>
      </div>
      <p className="mt-1 text-xs text-ink-soft">
        From the first to the last packet in traffic time; the marks are the {times.length} that are
        noted as evidence.
      </p>
    </Card>
  )
}
