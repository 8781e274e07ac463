import { useEffect, useRef } from 'react'
import { problemOf } from '../api/api-error.ts'
import { visibleText } from '../format/visible-text.ts'
import { useUndo } from '../shell/undo.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { PreviewLines } from './preview-lines.tsx'
import { type ModelVersion, useActivate, useModel, useRollBack } from './version-queries.ts'
import { sentenceOf } from './version-words.ts'

export interface ActivateDialogProps {
  readonly version: ModelVersion
  readonly onClose: () => void
}

/** What a version would have found unusual, and what speaks against it, before it judges. */
export function ActivateDialog({ version, onClose }: ActivateDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const { model_id: id, concerns } = version
  const { data, error } = useModel(id)
  const activate = useActivate()
  const rollBack = useRollBack()
  const { offer } = useUndo()
  const accepts = concerns.some(({ blocks }) => blocks)

  function confirm(): void {
    activate.mutate(
      { id, accepts },
      {
        onSuccess: () => {
          offer({ what: `${id} judges from now on`, undo: () => rollBack.mutate() })
          dialog.current?.close()
        },
      },
    )
  }

  return (
    <Dialog ref={dialog} title={`Let ${id} judge?`} className="w-2xl" onClose={onClose}>
      <div className="flex flex-col gap-3 text-sm">
        {concerns.map(({ code, blocks, message }) => (
          <Notice
            key={code}
            look={blocks ? 'attention' : 'neutral'}
            title={visibleText(sentenceOf(message))}
          />
        ))}
        {error ? (
          <ProblemNote title="Not judged" problem={problemOf(error)} />
        ) : data ? (
          <PreviewLines preview={data.preview} />
        ) : (
          <p role="status">Judging the newest windows with both …</p>
        )}
        <p className="text-ink-soft">
          It judges from now on, also in the captures that are running. Roll back takes it back.
        </p>
        {activate.error && (
          <ProblemNote title="Not activated" problem={problemOf(activate.error)} />
        )}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" disabled={activate.isPending} onClick={confirm}>
            {accepts ? 'Activate all the same' : 'Activate'}
          </Button>
          <Button onClick={() => dialog.current?.close()}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  )
}
