import { type ReactNode, useId } from 'react'

export interface SelectProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly children: ReactNode
}

/** The browser's own choice list under a label. */
export function Select({ label, value, onChange, children }: SelectProps) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink"
      >
        {children}
      </select>
    </div>
  )
}
