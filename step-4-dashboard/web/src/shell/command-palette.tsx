import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { useLocation } from 'wouter'
import { chooseTimeZone, ownTimeZone } from '../format/time-zone.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Key } from '../ui/key.tsx'
import { type Action, type Deed, findActions } from './find-actions.ts'
import { openShortcuts } from './open-shortcuts.ts'
import { applyTheme } from './theme.ts'
import { useUndo } from './undo.tsx'

/** Every action by its name: type, choose with the arrow keys, Enter. */
export function CommandPalette({ ref }: { ref: RefObject<HTMLDialogElement | null> }) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const [, navigate] = useLocation()
  const { undo } = useUndo()
  const id = useId()
  const actions = findActions(typed)
  const deeds: Readonly<Record<Deed, () => void>> = {
    help: openShortcuts,
    undo,
    light: () => applyTheme('light'),
    dark: () => applyTheme('dark'),
    system: () => applyTheme('system'),
    utc: () => chooseTimeZone('UTC'),
    'own-zone': () => chooseTimeZone(ownTimeZone),
  }

  function run({ act }: Action): void {
    ref.current?.close()
    setTyped('')
    setChosen(0)
    if (act.kind === 'go') navigate(act.href)
    else deeds[act.what]()
  }

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    const action = actions[chosen]
    if (step !== undefined) setChosen((chosen + step + actions.length) % actions.length)
    else if (event.key === 'Enter' && action) run(action)
    else return
    event.preventDefault()
  }

  return (
    <Dialog ref={ref} title="Every action" className="w-lg">
      <input
        role="combobox"
        aria-label="Action"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={`${id}-${chosen}`}
        value={typed}
        placeholder="Type an action, a host or a search"
        onChange={(event) => {
          setTyped(event.target.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
        className="min-h-10 w-full rounded-md border border-line-strong bg-surface px-3 text-base placeholder:text-ink-soft"
      />
      <div id={id} role="listbox" aria-label="Actions" className="mt-2 max-h-80 overflow-y-auto">
        {actions.map((action, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys.
          <div
            key={action.label}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => run(action)}
            className={`flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-md px-3 text-sm ${index === chosen ? 'bg-accent-soft text-accent' : ''}`}
          >
            <span className="truncate">{action.label}</span>
            {action.keys && (
              <span className="flex gap-1">
                {action.keys.split(' ').map((key) => (
                  <Key key={key}>{key}</Key>
                ))}
              </span>
            )}
          </div>
        ))}
      </div>
    </Dialog>
  )
}
