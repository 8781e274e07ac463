import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useDeliveries, useRetryDelivery } from './health-queries.ts'

/** The messages that were sent, wait, or were given up; these can be tried again. */
export function Deliveries() {
  const { data, error } = useDeliveries()
  const retry = useRetryDelivery()
  const failure = error ?? retry.error
  return (
    <Card title="Messages">
      {failure && <ProblemNote title="Not done" problem={problemOf(failure)} />}
      {data?.deliveries.length === 0 && (
        <Empty title="No message was sent">Channels are set up under Settings.</Empty>
      )}
      <ul className="text-sm">
        {data?.deliveries.map((one) => (
          <li
            key={one.delivery_id}
            className="flex flex-wrap items-center gap-x-3 border-t border-line py-1.5 first:border-t-0"
          >
            <span className="font-medium">{one.channel}</span>
            <span className={one.state === 'dead' ? 'text-critical' : 'text-ink-soft'}>
              {one.state}
            </span>
            <span className="text-xs text-ink-soft">{formatIsoMoment(one.created_at)}</span>
            {one.error && (
              <span className="min-w-0 grow text-xs break-words">{visibleText(one.error)}</span>
            )}
            {one.state === 'dead' && (
              <Button look="quiet" icon="replay" onClick={() => retry.mutate(one.delivery_id)}>
                Try again
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
