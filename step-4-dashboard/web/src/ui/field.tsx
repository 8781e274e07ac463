import { type ComponentProps, useId } from 'react'

export interface FieldProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  readonly label: string
  readonly onChange: (value: string) => void
}

/** A line of text under its label. */
export function Field({ label, onChange, ...rest }: FieldProps) {
  const made = useId()
  const id = rest.id ?? made
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink placeholder:text-ink-soft"
      />
    </div>
  )
}
