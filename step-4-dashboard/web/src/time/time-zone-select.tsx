import { useSearchParams } from 'wouter'
import { chooseTimeZone, ownTimeZone } from '../format/time-zone.ts'
import { useTimeZone } from './use-time-zone.ts'

const zones = [...new Set([ownTimeZone, 'UTC', ...(Intl.supportedValuesOf?.('timeZone') ?? [])])]

/** The one time zone of all pages; a link carries it along. */
export function TimeZoneSelect() {
  const zone = useTimeZone()
  const [, setSearch] = useSearchParams()
  return (
    <select
      aria-label="Time zone"
      value={zone}
      onChange={({ target }) => {
        chooseTimeZone(target.value)
        setSearch(
          (old) => {
            const next = new URLSearchParams(old)
            next.set('tz', target.value)
            return next
          },
          { replace: true },
        )
      }}
      className="min-h-8 w-full min-w-0 truncate rounded-md border border-line-strong bg-surface px-2 text-xs text-ink"
    >
      {[...new Set([zone, ...zones])].map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  )
}
