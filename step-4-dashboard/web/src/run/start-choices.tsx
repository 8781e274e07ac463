import { LiveChoice } from './live-choice.tsx'
import { SampleChoice } from './sample-choice.tsx'
import { UploadChoice } from './upload-choice.tsx'

export interface ChoiceProps {
  readonly onStarted: () => void
}

/** Replay a sample, upload a capture, or listen on an interface. */
export function StartChoices({ onStarted }: ChoiceProps) {
  return (
    <div className="grid gap-3 md:grid-cols-3">
      <SampleChoice onStarted={onStarted} />
      <UploadChoice onStarted={onStarted} />
      <LiveChoice onStarted={onStarted} />
    </div>
  )
}
