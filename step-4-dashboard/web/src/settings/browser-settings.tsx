import { useState } from 'react'
import { areShortcutsOn, switchShortcuts } from '../keyboard/shortcut-setting.ts'
import { ThemeSwitch } from '../shell/theme-switch.tsx'
import { TimeZoneSelect } from '../time/time-zone-select.tsx'
import { Card } from '../ui/card.tsx'

/** What is remembered by this browser alone. */
export function BrowserSettings() {
  const [isOn, setIsOn] = useState(areShortcutsOn)
  return (
    <Card title="This browser">
      <div className="flex flex-wrap items-end gap-6 text-sm">
        <div className="flex flex-col gap-1">
          <span className="text-xs font-medium text-ink-soft">Theme</span>
          <ThemeSwitch />
        </div>
        <div className="flex w-56 flex-col gap-1">
          <span className="text-xs font-medium text-ink-soft">Time zone</span>
          <TimeZoneSelect />
        </div>
        <label className="flex min-h-8 items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isOn}
            onChange={({ target }) => {
              switchShortcuts(target.checked ? 'on' : 'off')
              setIsOn(target.checked)
            }}
          />
          Single keys do something
        </label>
      </div>
    </Card>
  )
}
