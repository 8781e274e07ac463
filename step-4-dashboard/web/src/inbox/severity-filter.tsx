import { ToggleGroup } from 'radix-ui'
import { formatCount } from '../format/quantity.ts'
import { SeverityIcon } from '../severity/severity-icon.tsx'
import { severitiesWorstFirst, severityLooks } from '../severity/severity-look.ts'

export interface SeverityFilterProps {
  /** Names separated by commas, as in the address; empty for all. */
  readonly value: string
  /** How many there are of each severity under the other filters; undefined while they are counted. */
  readonly counts: readonly { readonly value: string; readonly count: number }[] | undefined
  readonly onChange: (value: string) => void
}

export function SeverityFilter({ value, counts, onChange }: SeverityFilterProps) {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs font-medium text-ink-soft">Severity</span>
      <ToggleGroup.Root
        type="multiple"
        value={value === '' ? [] : value.split(',')}
        onValueChange={(chosen) => onChange(chosen.join(','))}
        aria-label="Severity"
        className="flex min-h-8 flex-wrap items-center gap-1"
      >
        {severitiesWorstFirst.map((severity) => (
          <ToggleGroup.Item
            key={severity}
            value={severity}
            className="inline-flex min-h-7 items-center gap-1 rounded-full border border-line-strong px-2 text-xs text-ink-soft hover:bg-sunken data-[state=on]:border-accent data-[state=on]:bg-accent-soft data-[state=on]:font-semibold data-[state=on]:text-ink"
          >
            <SeverityIcon
              severity={severity}
              className={`size-3 ${severityLooks[severity].text}`}
            />
            {severityLooks[severity].label}
            {/* Room for three digits, before they are counted. */}
            <span className="min-w-[3ch] text-ink-soft">
              {counts && formatCount(counts.find((one) => one.value === severity)?.count ?? 0)}
            </span>
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </div>
  )
}
