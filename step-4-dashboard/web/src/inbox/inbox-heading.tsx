import { Link, useSearchParams } from 'wouter'
import { formatCount } from '../format/quantity.ts'
import { Button } from '../ui/button.tsx'
import { type InboxView, searchOfView, views } from './inbox-view.ts'

export interface InboxHeadingProps {
  readonly view: InboxView
  readonly total: number | undefined
  /** Without a filter. */
  readonly all: number | undefined
  readonly arrivalCount: number
  readonly onShowArrivals: () => void
}

/** How many match, of how many; what has come since waits here, so that no row moves. */
export function InboxHeading(props: InboxHeadingProps) {
  const { view, total, all, arrivalCount, onShowArrivals } = props
  const [search] = useSearchParams()
  return (
    <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="text-lg font-semibold tracking-tight">Alerts</h1>
      <nav
        aria-label="What the inbox lists"
        className="inline-flex rounded-md border border-line p-0.5"
      >
        {views.map(({ name, label }) => (
          <Link
            key={name}
            href={`/alerts${searchOfView(search, name)}`}
            aria-current={name === view ? 'page' : undefined}
            className="inline-flex min-h-7 items-center rounded px-3 text-sm text-ink-soft hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent"
          >
            {label}
          </Link>
        ))}
      </nav>
      <p className="text-sm text-ink-soft">
        {formatCount(total)} of {formatCount(all)}
      </p>
      {arrivalCount > 0 && (
        <Button look="primary" icon="up" onClick={onShowArrivals} className="rounded-full">
          {formatCount(arrivalCount)} new
        </Button>
      )}
    </header>
  )
}
