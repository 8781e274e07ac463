import { useEffect, useRef } from 'react'
import { KeySequence } from './key-sequence.ts'
import { areShortcutsOn } from './shortcut-setting.ts'

export type Shortcuts = Readonly<Record<string, () => void>>

/** Calls an act for its keys while the component is on the page; not while the user writes. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts)
  current.current = shortcuts
  useEffect(() => {
    const sequence = new KeySequence()
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !areShortcutsOn()) return
      const name = sequence.match(
        {
          key: event.key,
          atMs: event.timeStamp,
          hasModifier: event.ctrlKey || event.metaKey || event.altKey,
          isTyping: isTyping(event.target) || isPressing(event),
        },
        new Set(Object.keys(current.current)),
      )
      if (name === undefined) return
      event.preventDefault()
      current.current[name]?.()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Enter on a link or a button is theirs. */
function isPressing({ key, target }: KeyboardEvent): boolean {
  return (
    key === 'Enter' && target instanceof Element && target.closest('a, button, summary') !== null
  )
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('dialog[open]')) return true // A dialog has keys of its own.
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
