import { useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { StartChoices } from './start-choices.tsx'

/** The three ways to begin, from any page. */
export function NewCaptureButton() {
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <>
      <Button look="primary" icon="play" onClick={() => dialog.current?.showModal()}>
        New capture
      </Button>
      <Dialog ref={dialog} title="Start a capture" className="w-4xl">
        <StartChoices onStarted={() => dialog.current?.close()} />
      </Dialog>
    </>
  )
}
