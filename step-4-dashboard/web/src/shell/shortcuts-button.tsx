import { useRef } from 'react'
import { useLocation } from 'wouter'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { Icon } from '../ui/icon.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { useUndo } from './undo.tsx'

/** Opens the list of keys; the keys that work on every page live here too. */
export function ShortcutsButton() {
  const dialog = useRef<HTMLDialogElement>(null)
  const [, navigate] = useLocation()
  const { undo } = useUndo()
  useShortcuts({
    '?': () => dialog.current?.showModal(),
    'g i': () => navigate('/alerts'),
    'g l': () => navigate('/'),
    z: undo,
  })
  return (
    <>
      <button
        type="button"
        onClick={() => dialog.current?.showModal()}
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        className="grid size-8 max-sm:hidden place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
      >
        <Icon name="help" />
      </button>
      <ShortcutsDialog ref={dialog} />
    </>
  )
}
