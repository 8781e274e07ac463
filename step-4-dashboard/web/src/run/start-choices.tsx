import type { ChoiceProps } from './choice-props.ts'
import { LiveChoice } from './live-choice.tsx'
import { SampleChoice } from './sample-choice.tsx'
import { UploadChoice } from './upload-choice.tsx'

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
