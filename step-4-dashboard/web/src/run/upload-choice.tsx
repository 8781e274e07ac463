import { type ChangeEvent, type DragEvent, useRef, useState } from 'react'
import { useUpload } from '../api/capture-queries.ts'
import { formatBytes } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from './choice.tsx'
import type { ChoiceProps } from './choice-props.ts'

/** A capture file from this computer, by button or dropped here. */
export function UploadChoice({ onStarted }: ChoiceProps) {
  const upload = useUpload()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)

  function send(file: File | undefined): void {
    if (file) upload.mutate(file, { onSuccess: onStarted })
  }

  function choose({ target }: ChangeEvent<HTMLInputElement>): void {
    send(target.files?.[0])
    target.value = '' // The same file may be chosen again.
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    setIsOver(false)
    send(event.dataTransfer.files[0])
  }

  return (
    <Choice
      icon="upload"
      title="Upload a capture"
      text="pcap or pcapng, also gzipped. It stays on this server and is read at full speed."
      error={upload.error}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same. */}
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={`grid grow place-items-center rounded-lg border border-dashed px-3 py-4 text-center text-sm ${
          isOver ? 'border-accent bg-accent-soft' : 'border-line-strong text-ink-soft'
        }`}
      >
        {upload.isPending ? (
          <span role="status">
            Sending <bdi>{visibleText(upload.variables.name)}</bdi> (
            {formatBytes(upload.variables.size)}) …
          </span>
        ) : (
          'Drop a file here'
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept=".pcap,.pcapng,.cap,.gz"
        onChange={choose}
        className="sr-only"
        tabIndex={-1}
        aria-label="Capture file"
      />
      <Button
        look="primary"
        icon="upload"
        onClick={() => input.current?.click()}
        disabled={upload.isPending}
      >
        Choose a file
      </Button>
    </Choice>
  )
}
