import type { FilterName } from '../api/alert-filter.ts'
import { useFacets } from '../api/alert-queries.ts'
import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import type { InboxView } from './inbox-view.ts'
import { listOf, useInboxFilter } from './use-inbox-filter.ts'

const facets = [
  ['kind', 'Kind'],
  ['source', 'Source'],
  ['target', 'Target'],
  ['technique', 'Technique'],
  ['capture_source', 'Traffic'],
  ['capture_name', 'Capture'],
] as const satisfies readonly (readonly [FilterName, string])[]

/** Values that are shown before a facet is unfolded. */
const shownCount = 6
const trafficWords: Readonly<Record<string, string>> = {
  live: 'Live',
  pcap: 'Capture files',
  simulate: 'Simulated',
}

/** How the alerts or incidents that match divide, value by value; a click filters by it. */
export function Facets({ view }: { view: InboxView }) {
  const { filter, set, toggle } = useInboxFilter()
  const { data } = useFacets(filter, view)
  return (
    <div className="flex flex-col gap-4">
      {facets.map(([name, label]) => {
        const counts = data?.[name] ?? []
        // The API takes one capture by name, and lists of the others.
        const choose = (value: string) =>
          name === 'capture_name'
            ? set(name, filter[name] === value ? '' : value)
            : toggle(name, value)
        if (counts.length === 0) return null
        return (
          <fieldset key={name} className="min-w-0">
            <legend className="mb-1 text-xs font-semibold text-ink-soft">{label}</legend>
            {counts.slice(0, shownCount).map((one) => (
              <FacetValue
                key={one.value}
                {...one}
                word={name === 'capture_source' ? trafficWords[one.value] : undefined}
                isOn={listOf(filter[name]).includes(one.value)}
                onChoose={() => choose(one.value)}
              />
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}

interface FacetValueProps {
  readonly value: string
  readonly word: string | undefined
  readonly count: number
  readonly isOn: boolean
  readonly onChoose: () => void
}

function FacetValue({ value, word, count, isOn, onChoose }: FacetValueProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onChoose}
      title={visibleText(value)}
      className={`flex min-h-7 w-full items-center justify-between gap-2 rounded-md px-2 text-left text-sm ${
        isOn ? 'bg-accent-soft font-semibold text-accent' : 'hover:bg-sunken'
      }`}
    >
      <bdi className="min-w-0 truncate">{word ?? visibleText(value.replaceAll('_', ' '))}</bdi>
      <span className="shrink-0 text-xs text-ink-soft">{formatCount(count)}</span>
    </button>
  )
}
