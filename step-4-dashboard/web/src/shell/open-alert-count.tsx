import { useAlertTotal } from '../api/alert-queries.ts'
import { formatCount } from '../format/quantity.ts'

/** How many alerts are new. */
export function OpenAlertCount() {
  const { data } = useAlertTotal({ status: 'new' })
  if (!data) return null
  return (
    <span className="rounded-full bg-accent px-1.5 text-2xs leading-4.5 font-semibold text-on-accent max-lg:absolute max-lg:top-1 max-lg:left-1/2 max-lg:ml-1 lg:ml-auto">
      {formatCount(data)}
      <span className="sr-only"> new</span>
    </span>
  )
}
