import { Icon } from '../ui/icon.tsx'
import { openShortcuts } from './open-shortcuts.ts'

/** Opens the list of keys. */
export function ShortcutsButton() {
  return (
    <button
      type="button"
      onClick={openShortcuts}
      aria-label="Keyboard shortcuts"
      title="Keyboard shortcuts (?)"
      className="grid size-8 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
    >
      <Icon name="help" />
    </button>
  )
}
