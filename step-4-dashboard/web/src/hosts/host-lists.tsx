import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Value } from '../value/value.tsx'
import type { ValueField } from '../value/value-actions.ts'

export interface HostList {
  readonly title: string
  readonly field: ValueField
  /** The first of them; a list is cut to what is read at a glance. */
  readonly entries: readonly {
    readonly value: string
    /** What is shown instead of the value: `443 TCP`. */
    readonly words?: string
    /** How often, or how much; empty where it is not known. */
    readonly measure: string
  }[]
  /** How many there are in all, where that is known. */
  readonly total?: number
}

const shownCount = 10

/** Peers, ports, names and fingerprints of a host, side by side. */
export function HostLists({ lists }: { lists: readonly HostList[] }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      {lists.map(({ title, field, entries, total }) => (
        <Card
          key={title}
          title={title}
          aside={
            total !== undefined && (
              <p className="text-xs text-ink-soft">{formatCount(total)} in all</p>
            )
          }
        >
          {entries.length === 0 ? (
            <Empty title="None" />
          ) : (
            <ul className="text-sm">
              {entries.slice(0, shownCount).map(({ value, words, measure }) => (
                <li key={words ?? value} className="flex items-center justify-between gap-2">
                  <Value field={field} value={value} className="min-w-0 truncate">
                    <span className="font-mono">{visibleText(words ?? value)}</span>
                  </Value>
                  <span className="shrink-0 text-xs text-ink-soft">{measure}</span>
                </li>
              ))}
            </ul>
          )}
        </Card>
      ))}
    </div>
  )
}
