import { counted } from '../format/quantity.ts'
import type { LiveState } from '../live/live-state.ts'
import { useNow } from '../shell/use-now.ts'
import { Notice } from '../ui/notice.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

/** On a quiet link the first packet may take a while; after that long it deserves a question. */
const silenceMs = 5_000

/** What stands between the user and a true picture of the traffic. */
export function RunNotices({ live: { status, stats } }: { live: LiveState }) {
  const isRunning = status?.state === 'running'
  const nowMs = useNow(isRunning)
  if (!status) return null
  const { error, source, started_at } = status
  const runMs = started_at === null ? 0 : nowMs - Date.parse(started_at)
  const isSilent = isRunning && stats?.packets === 0 && runMs > silenceMs
  const dropped = stats ? stats.drops.kernel + stats.drops.interface : 0
  return (
    <>
      {error && <ProblemNote title={failureTitle(stats?.packets ?? 0)} problem={error} />}
      {isSilent && source?.kind === 'live' && (
        <Notice look="attention" title={`Capturing on ${source.name}, but no packets come`}>
          Is it the wrong interface? Does the filter let anything through? Is there any traffic?
        </Notice>
      )}
      {source?.kind === 'live' && dropped > 0 && (
        <Notice
          look="attention"
          title={`${counted(dropped, 'packet was', 'packets were')} lost before they could be read`}
        >
          The machine is too slow for this traffic. A filter or another interface helps.
        </Notice>
      )}
    </>
  )
}

function failureTitle(packetCount: number): string {
  return packetCount === 0
    ? 'The capture failed'
    : `The capture ended after ${counted(packetCount, 'packet, which counts', 'packets, which count')}`
}
