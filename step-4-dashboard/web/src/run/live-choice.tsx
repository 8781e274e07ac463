import { Choice } from './choice.tsx'
import type { ChoiceProps } from './choice-props.ts'
import { LiveForm } from './live-form.tsx'

/** Packets of this machine's own network. */
export function LiveChoice({ onStarted }: ChoiceProps) {
  return (
    <Choice
      icon="radio"
      title="Capture on an interface"
      text="What this machine sees now. Only capture where you are allowed to."
      error={null}
    >
      <LiveForm onStarted={onStarted} layout="column" />
    </Choice>
  )
}
