import { type FormEvent, useId, useRef, useState } from 'react'
import { formatMoment } from '../format/moment.ts'
import { fromZonedText, toZonedText } from '../format/zoned-time.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { type TimeRange as Range, useTimeRange } from './use-time-range.ts'
import { useTimeZone } from './use-time-zone.ts'

const spans = [
  ['Last 5 min', 300],
  ['Last hour', 3_600],
  ['Last 24 h', 86_400],
  ['Last 7 days', 604_800],
] as const

/** Shows and changes the time range; the spans end with the data, which may be years old. */
export function TimeRange({ newest }: { newest: number | undefined }) {
  const [range, choose] = useTimeRange()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  function take(next: Range): void {
    dialog.current?.close()
    choose(next)
  }
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span id={id} className="text-xs font-medium text-ink-soft">
        Time range
      </span>
      <Button
        icon="clock"
        aria-describedby={id}
        className="max-w-full border-line-strong!"
        onClick={() => dialog.current?.showModal()}
      >
        <span className="truncate">{wordsOf(range)}</span>
      </Button>
      <Dialog ref={dialog} title="Time range" className="w-96">
        <RangeForm key={JSON.stringify(range)} range={range} newest={newest} onTake={take} />
      </Dialog>
    </div>
  )
}

interface RangeFormProps {
  readonly range: Range
  readonly newest: number | undefined
  readonly onTake: (range: Range) => void
}

function RangeForm({ range, newest, onTake }: RangeFormProps) {
  const zone = useTimeZone()
  const textOf = (epoch: number | undefined) =>
    epoch === undefined ? '' : toZonedText(epoch, zone)
  const [from, setFrom] = useState(textOf(range.from))
  const [to, setTo] = useState(textOf(range.to))
  function submit(event: FormEvent): void {
    event.preventDefault()
    onTake({ from: fromZonedText(from, zone), to: fromZonedText(to, zone) })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 text-sm">
      {newest !== undefined && (
        <>
          <p className="text-ink-soft">The newest traffic is of {formatMoment(newest)}.</p>
          <div className="flex flex-wrap gap-2">
            {spans.map(([label, seconds]) => (
              <Button key={label} onClick={() => onTake({ from: Math.floor(newest - seconds) })}>
                {label}
              </Button>
            ))}
          </div>
        </>
      )}
      <Field
        label={`From (${zone})`}
        type="datetime-local"
        step={1}
        value={from}
        onChange={setFrom}
      />
      <Field label={`To (${zone})`} type="datetime-local" step={1} value={to} onChange={setTo} />
      <div className="flex justify-end gap-2">
        <Button onClick={() => onTake({})}>All time</Button>
        <Button type="submit" look="primary">
          Show
        </Button>
      </div>
    </form>
  )
}

function wordsOf({ from, to }: Range): string {
  if (from === undefined && to === undefined) return 'All time'
  if (to === undefined) return `From ${formatMoment(from)}`
  if (from === undefined) return `Until ${formatMoment(to)}`
  return `${formatMoment(from)} – ${formatMoment(to)}`
}
