import { ToggleGroup } from 'radix-ui'
import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { applyTheme, readTheme, type Theme, themes } from './theme.ts'

const icons = { system: 'screen', light: 'sun', dark: 'moon' } as const
const labels = { system: 'As the system', light: 'Light', dark: 'Dark' } as const

export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme)
  function choose(value: string): void {
    const chosen = themes.find((one) => one === value)
    if (!chosen) return // The toggle that is on was clicked again.
    setTheme(chosen)
    applyTheme(chosen)
  }
  return (
    <ToggleGroup.Root
      type="single"
      value={theme}
      onValueChange={choose}
      aria-label="Theme"
      className="inline-flex rounded-md border border-line bg-surface p-0.5"
    >
      {themes.map((one: Theme) => (
        <ToggleGroup.Item
          key={one}
          value={one}
          aria-label={labels[one]}
          title={labels[one]}
          className="grid size-7 place-items-center rounded text-ink-soft hover:text-ink data-[state=on]:bg-accent-soft data-[state=on]:text-accent"
        >
          <Icon name={icons[one]} />
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
