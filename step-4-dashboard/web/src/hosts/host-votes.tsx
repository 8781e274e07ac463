import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { counted } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Value } from '../value/value.tsx'
import { useHostRisk } from './host-queries.ts'

const shownCount = 6

/** The risk of the host with its parts: each window in which anything was stated, and every vote. */
export function HostVotes({ host }: { host: string }) {
  const { data, error } = useHostRisk(host)
  return (
    <Card
      title="Risk, window by window"
      aside={
        data && (
          <p className="text-xs text-ink-soft">{counted(data.total, 'window')} with a statement</p>
        )
      }
    >
      {error && <ProblemNote title="The risk could not be read" problem={problemOf(error)} />}
      {data?.total === 0 && <Empty title="Nothing was stated about it in this run" />}
      <ul className="text-sm">
        {data?.windows.slice(0, shownCount).map((window) => (
          <li key={window.start} className="border-t border-line py-2 first:border-t-0">
            <p className="flex flex-wrap justify-between gap-x-3 text-xs text-ink-soft">
              <span>{formatIsoMoment(window.start)}</span>
              <span className={window.is_alarm ? 'font-semibold text-high' : ''}>
                {window.is_alarm ? 'alarm, ' : ''}chance {window.chance.toPrecision(2)} (alarm below{' '}
                {data.threshold.toPrecision(2)})
              </span>
            </p>
            {window.votes.map((vote) => (
              <p key={vote.detection_id} className="mt-1 flex flex-wrap items-center gap-x-2">
                <SeverityBadge severity={vote.severity} />
                <Value field="detector" value={vote.detector} className="text-xs" />
                <span className="min-w-0 grow basis-60">
                  <bdi>{visibleText(vote.title)}</bdi>
                </span>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  )
}
