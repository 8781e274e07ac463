import { ToggleGroup } from 'radix-ui'
import { Icon } from '../ui/icon.tsx'
import { useThemeVersion } from '../ui/use-theme-version.ts'
import { applyTheme, readTheme, type Theme, themes } from './theme.ts'

const icons = { system: 'screen', light: 'sun', dark: 'moon' } as const
const labels = { system: 'As the system', light: 'Light', dark: 'Dark' } as const

export function ThemeSwitch() {
  useThemeVersion()
  const theme = readTheme()
  function choose(value: string): void {
    const chosen = themes.find((one) => one === value)
    if (!chosen) return // The toggle that is on was clicked again.
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
