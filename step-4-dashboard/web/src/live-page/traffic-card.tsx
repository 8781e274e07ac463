import { useState } from 'react'
import type { LiveState } from '../live/live-state.ts'
import { isActive } from '../run/describe-run.ts'
import { Card } from '../ui/card.tsx'
import { Toggle } from '../ui/toggle.tsx'
import { LastMinutes } from './last-minutes.tsx'
import type { Quantity } from './traffic-line.ts'
import { WholeRun } from './whole-run.tsx'

type Span = 'now' | 'run'

/** The traffic line: of the last minutes while packets come as they are sent, or of the whole run. */
export function TrafficCard({ live }: { live: LiveState }) {
  const [quantity, setQuantity] = useState<Quantity>('packets')
  const [chosen, setChosen] = useState<Span>()
  const { status } = live
  const isNow = isActive(status) && status?.source?.kind !== 'pcap'
  const span = chosen ?? (isNow ? 'now' : 'run')
  return (
    <Card
      title={quantity === 'packets' ? 'Packets a second' : 'Bits a second'}
      className="h-full"
      aside={
        <div className="flex flex-wrap gap-2">
          {isNow && (
            <Toggle
              label="How much time the line shows"
              value={span}
              choices={{ now: 'Now', run: 'Whole run' }}
              onChange={setChosen}
            />
          )}
          <Toggle
            label="What the line shows"
            value={quantity}
            choices={{ packets: 'Packets', bits: 'Bits' }}
            onChange={setQuantity}
          />
        </div>
      }
    >
      {/* Room for the line, what a point is, and the table, before any of them is there. */}
      <div className="flex min-h-66 grow flex-col">
        {status && (span === 'run' || !isNow) ? (
          <WholeRun status={status} quantity={quantity} />
        ) : (
          <LastMinutes live={live} quantity={quantity} />
        )}
      </div>
    </Card>
  )
}
