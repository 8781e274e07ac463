import { useEffect, useRef } from 'react'
import { problemOf } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useDeleteModel } from './version-queries.ts'

export interface DeleteDialogProps {
  readonly id: string
  readonly onDeleted: () => void
  readonly onClose: () => void
}

/** Asks before a version is gone. */
export function DeleteDialog({ id, onDeleted, onClose }: DeleteDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const remove = useDeleteModel()
  function confirm(): void {
    remove.mutate(id, {
      onSuccess: () => {
        onDeleted()
        dialog.current?.close()
      },
    })
  }
  return (
    <Dialog ref={dialog} title={`Delete ${id}?`} className="w-xl" onClose={onClose}>
      <div className="flex flex-col gap-3 text-sm">
        <p>The model and its figures are gone then. An export made before can be imported again.</p>
        {remove.error && <ProblemNote title="Not deleted" problem={problemOf(remove.error)} />}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" icon="trash" disabled={remove.isPending} onClick={confirm}>
            Delete it
          </Button>
          <Button onClick={() => dialog.current?.close()}>Keep it</Button>
        </div>
      </div>
    </Dialog>
  )
}
