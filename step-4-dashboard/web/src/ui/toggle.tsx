import { ToggleGroup } from 'radix-ui'

export interface ToggleProps<Choice extends string> {
  readonly label: string
  readonly value: Choice
  /** What each choice is called, in order. */
  readonly choices: Readonly<Record<Choice, string>>
  readonly onChange: (to: Choice) => void
}

/** Two or three choices side by side, of which one holds. */
export function Toggle<Choice extends string>(props: ToggleProps<Choice>) {
  const { label, value, choices, onChange } = props
  const names = Object.keys(choices) as Choice[]
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(name) => {
        const chosen = names.find((one) => one === name)
        if (chosen) onChange(chosen)
      }}
      aria-label={label}
      className="inline-flex rounded-md border border-line p-0.5"
    >
      {names.map((name) => (
        <ToggleGroup.Item
          key={name}
          value={name}
          className="min-h-6 rounded px-2 text-xs text-ink-soft data-[state=on]:bg-accent-soft data-[state=on]:font-semibold data-[state=on]:text-accent"
        >
          {choices[name]}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
