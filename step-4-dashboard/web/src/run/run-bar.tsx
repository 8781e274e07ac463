import { useStop } from '../api/capture-queries.ts'
import { formatShare } from '../format/quantity.ts'
import { useLive } from '../live/live-context.tsx'
import { Button } from '../ui/button.tsx'
import { isActive } from './describe-run.ts'
import { NewCaptureButton } from './new-capture-button.tsx'
import { OriginBadge } from './origin-badge.tsx'
import { useRun } from './use-run.ts'

/** What the server does now, on every page, and how to end or begin it. */
export function RunBar() {
  const { status } = useLive()
  const { origin, doing, name } = useRun()
  const stop = useStop()
  const active = isActive(status)
  const progress = active ? (status?.progress ?? null) : null
  return (
    <section
      aria-label="State of the capture"
      className="sticky top-0 z-10 border-b border-line bg-surface"
    >
      <div className="flex min-h-13 items-center gap-2.5 px-3 sm:px-4 lg:px-5">
        <StateDot state={active ? 'on' : 'off'} />
        {origin && <OriginBadge origin={origin} />}
        <p className="min-w-0 truncate text-sm">
          <span className="font-semibold">{doing}</span> <bdi className="text-ink-soft">{name}</bdi>
          {progress !== null && <span className="ml-2">{formatShare(progress)}</span>}
        </p>
        <div className="ml-auto flex gap-2">
          {active ? (
            <Button
              icon="stop"
              onClick={() => stop.mutate()}
              disabled={status?.state === 'stopping' || stop.isPending}
            >
              Stop
            </Button>
          ) : (
            <NewCaptureButton />
          )}
        </div>
      </div>
      {progress !== null && (
        <progress
          value={progress}
          aria-label="Part of the capture that was read"
          className="run-progress absolute inset-x-0 -bottom-px h-0.5 w-full"
        />
      )}
    </section>
  )
}

function StateDot({ state }: { state: 'on' | 'off' }) {
  return (
    <span
      aria-hidden="true"
      className={`size-2 shrink-0 rounded-full ${state === 'on' ? 'motion-safe:animate-pulse bg-good' : 'bg-line-strong'}`}
    />
  )
}
