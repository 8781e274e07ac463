import { formatSpan } from '../format/moment.ts'
import { useLive } from '../live/live-context.tsx'
import { Icon } from '../ui/icon.tsx'
import { useNow } from './use-now.ts'

/** While the server is away the data stays, greyed; this says how old it is. */
export function ConnectionNotice() {
  const { connection, heardAtMs } = useLive()
  const isLost = connection === 'lost'
  const nowMs = useNow(isLost)
  if (!isLost) return null
  const age =
    heardAtMs === null
      ? 'nothing was heard yet'
      : `last update ${formatSpan(Math.max(1, Math.round((nowMs - heardAtMs) / 1000)))} ago`
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-b border-medium bg-medium-soft px-4 py-2 text-sm lg:px-5"
    >
      <Icon name="unplugged" className="size-4 text-medium" />
      <p>
        <strong className="font-semibold">Not connected</strong>: {age}. Trying again …
      </p>
    </div>
  )
}
