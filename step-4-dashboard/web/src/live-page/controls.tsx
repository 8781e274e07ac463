import type { LiveState } from '../live/live-state.ts'
import { isActive } from '../run/describe-run.ts'
import { LiveForm } from '../run/live-form.tsx'
import { RetrainButton } from '../run/retrain-button.tsx'
import { Button } from '../ui/button.tsx'
import { ModelLine } from './model-line.tsx'

export interface ControlsProps {
  readonly live: LiveState
  readonly isPaused: boolean
  readonly onPause: () => void
}

/**
 * Interface and Start while no capture is running, pause during one, Retrain at any time. The form is
 * folded: it would push down the whole board at the end of a capture.
 */
export function Controls({ live: { status }, isPaused, onPause }: ControlsProps) {
  const active = isActive(status)
  return (
    <section
      aria-label="Controls"
      className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 rounded-card border border-line bg-surface px-4 py-3 shadow-card"
    >
      {active ? (
        <Button icon={isPaused ? 'play' : 'pause'} onClick={onPause} aria-pressed={isPaused}>
          {isPaused ? 'Show what comes' : 'Pause the screen'}
        </Button>
      ) : (
        <details className="min-w-0">
          <summary className="inline-flex min-h-8 cursor-pointer items-center rounded-md border border-line-strong px-3 text-sm font-medium hover:bg-sunken">
            Capture on an interface
          </summary>
          <div className="pt-2">
            <LiveForm layout="row" onStarted={() => {}} />
          </div>
        </details>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <ModelLine model={status?.model} />
        <RetrainButton />
      </div>
    </section>
  )
}
