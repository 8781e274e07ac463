import { formatAge, formatMoment, formatSpan } from '../format/moment.ts'

export interface SeenProps {
  readonly first_seen_epoch: number
  readonly last_seen_epoch: number
}

/** When something was seen last, how long ago that is, and over how long it was seen. */
export function Seen({ first_seen_epoch, last_seen_epoch }: SeenProps) {
  return (
    <>
      <span className="text-ink-soft lg:hidden">Last seen </span>
      {formatMoment(last_seen_epoch)}
      <span className="block text-xs text-ink-soft">
        {formatAge(last_seen_epoch, Date.now() / 1000)}
        {last_seen_epoch > first_seen_epoch &&
          ` · ${formatSpan(last_seen_epoch - first_seen_epoch)}`}
      </span>
    </>
  )
}
