import { useInterfaces, useSamples } from '../api/capture-queries.ts'
import { Asking } from '../ui/asking.tsx'
import type { ChoiceProps } from './choice-props.ts'
import { LiveChoice } from './live-choice.tsx'
import { SampleChoice } from './sample-choice.tsx'
import { UploadChoice } from './upload-choice.tsx'

/** Replay a sample, upload a capture, or listen on an interface. */
export function StartChoices({ onStarted }: ChoiceProps) {
  if (useIsAskingForChoices()) return <Asking />
  return (
    <div className="grid gap-3 md:grid-cols-3">
      <SampleChoice onStarted={onStarted} />
      <UploadChoice onStarted={onStarted} />
      <LiveChoice onStarted={onStarted} />
    </div>
  )
}

/** Whether it is still open what can be chosen, from which the forms take their room. */
export function useIsAskingForChoices(): boolean {
  const [interfaces, samples] = [useInterfaces(), useSamples()]
  return interfaces.isPending || samples.isPending
}
