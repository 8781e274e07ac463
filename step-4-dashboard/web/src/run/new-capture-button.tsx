import { useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { StartChoices } from './start-choices.tsx'

/** The three ways to begin, from any page. */
export function NewCaptureButton() {
  const dialog = useRef<HTMLDialogElement>(null)
  // Stays from the first time on: an upload goes on, and shows it, when the dialog is closed.
  const [isWanted, setIsWanted] = useState(false)

  function open(): void {
    setIsWanted(true)
    dialog.current?.showModal()
  }

  return (
    <>
      <Button look="primary" icon="play" onClick={open}>
        New capture
      </Button>
      <Dialog ref={dialog} title="Start a capture" className="w-4xl">
        {isWanted && <StartChoices onStarted={() => dialog.current?.close()} />}
      </Dialog>
    </>
  )
}
