import { splitSearch, withoutPart } from 'step-3-persistence/search-language'
import { type FilterName, filterNames } from '../api/alert-filter.ts'
import { formatMoment } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { Icon } from '../ui/icon.tsx'
import { useInboxFilter } from './use-inbox-filter.ts'

interface Part {
  readonly key: string
  readonly words: string
  readonly remove: () => void
}

/** Everything that the address filters by, each part with a way to take it out. */
export function ActiveFilters() {
  const { filter, set } = useInboxFilter()
  const { q = '' } = filter
  const searched = splitSearch(q).map(
    (part): Part => ({ key: part, words: part, remove: () => set('q', withoutPart(q, part)) }),
  )
  const others = filterNames.flatMap((name): Part[] => {
    const value = filter[name]
    if (name === 'q' || value === undefined || value === 'all') return []
    return [{ key: name, words: wordsOf(name, value), remove: () => set(name, '') }]
  })
  return (
    <ul className="flex min-w-0 flex-wrap gap-1.5" aria-label="Filters">
      {[...searched, ...others].map(({ key, words, remove }) => (
        <li key={key} className="max-w-full">
          <button
            type="button"
            onClick={remove}
            aria-label={`Take out ${visibleText(words)}`}
            className="inline-flex min-h-6 max-w-full items-center gap-1 rounded-full border border-accent bg-accent-soft px-2.5 text-xs"
          >
            <bdi className="truncate font-mono">{visibleText(words)}</bdi>
            <Icon name="cross" className="size-3" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function wordsOf(name: FilterName, value: string): string {
  const label = name.replaceAll('_', ' ')
  if ((name === 'from' || name === 'to') && Number.isFinite(Number(value))) {
    return `${label} ${formatMoment(Number(value))}`
  }
  return `${label}: ${value.replaceAll(',', ' or ')}`
}
