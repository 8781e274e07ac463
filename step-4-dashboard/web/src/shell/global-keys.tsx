import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { CommandPalette } from './command-palette.tsx'
import { askedEvent, openShortcuts } from './open-shortcuts.ts'
import { pageList } from './page-list.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { useUndo } from './undo.tsx'

/** The keys that work on every page, their list, and the list of every action. */
export function GlobalKeys() {
  const help = useRef<HTMLDialogElement>(null)
  const palette = useRef<HTMLDialogElement>(null)
  const [, navigate] = useLocation()
  const { undo } = useUndo()
  useShortcuts({
    ...Object.fromEntries(pageList.map(({ href, keys }) => [keys, () => navigate(href)])),
    '?': openShortcuts,
    z: undo,
  })
  useEffect(() => {
    const show = () => help.current?.showModal()
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (palette.current?.open) palette.current.close()
      else palette.current?.showModal()
    }
    window.addEventListener(askedEvent, show)
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener(askedEvent, show)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
  return (
    <>
      <ShortcutsDialog ref={help} />
      <CommandPalette ref={palette} />
    </>
  )
}
