import { Button } from '../ui/button.tsx'
import { Key } from '../ui/key.tsx'
import { useUndo } from './undo.tsx'

export function UndoNote() {
  const { acts, undo } = useUndo()
  const act = acts.at(-1)
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex justify-center px-4 lg:bottom-6"
    >
      {act && (
        <div className="pointer-events-auto flex items-center gap-3 rounded-card border border-line-strong bg-raised py-2 pr-2 pl-4 text-sm shadow-card">
          <span>
            {act.what}
            {acts.length > 1 && (
              <span className="text-ink-soft"> and {acts.length - 1} before it</span>
            )}
          </span>
          <Button onClick={undo}>
            Undo <Key>z</Key>
          </Button>
        </div>
      )}
    </div>
  )
}
