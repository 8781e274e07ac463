import type { Origin } from './describe-run.ts'

const looks: Readonly<Record<Origin, string>> = {
  LIVE: 'bg-accent text-on-accent border-transparent',
  FILE: 'bg-sunken text-ink border-line-strong',
  SAMPLE: 'bg-medium-soft text-medium border-medium',
  SIMULATED: 'bg-medium-soft text-medium border-medium',
}

/** Says whose traffic is on the screen; a sample must never be taken for one's own network. */
export function OriginBadge({ origin }: { origin: Origin }) {
  return (
    <span
      className={`rounded border px-1.5 py-0.5 text-2xs font-bold tracking-wider ${looks[origin]}`}
    >
      {origin}
    </span>
  )
}
