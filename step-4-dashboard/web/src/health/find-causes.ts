import type { CaptureInterface } from '../api/capture-queries.ts'
import { counted, formatShare } from '../format/quantity.ts'
import type { LiveStatus } from '../live/live-event.ts'

export interface Cause {
  readonly title: string
  readonly fix: string
}

/** Above this share of a table in use the oldest entries will soon be evicted. */
const fullShareMin = 0.95

/** Why a page may show less than the network does, the most likely cause first; none when all is well. */
export function findCauses(
  status: LiveStatus | undefined,
  interfaces: readonly CaptureInterface[],
): Cause[] {
  return [...captureCauses(interfaces), ...runCauses(status), ...tableCauses(status)]
}

function captureCauses(interfaces: readonly CaptureInterface[]): Cause[] {
  if (interfaces.length === 0) {
    return [
      {
        title: 'No interface was found',
        fix: 'Replay a sample or upload a capture; a container may need host networking to see one.',
      },
    ]
  }
  const [first] = interfaces
  if (interfaces.some(({ may_capture }) => may_capture) || !first) return []
  const title = `No interface can be captured on: ${'reason' in first ? first.reason : ''}`
  return [{ title, fix: 'fix' in first ? String(first.fix) : '' }]
}

function runCauses(status: LiveStatus | undefined): Cause[] {
  if (!status) return []
  const { run_id, state, stats, error } = status
  if (run_id === null) {
    return [{ title: 'Nothing was captured since the server started', fix: 'Start a capture.' }]
  }
  const causes: Cause[] = []
  if (error) causes.push({ title: `The run ended: ${error.message}`, fix: error.fix })
  if (stats.packets === 0 && state === 'running') {
    const fix = 'Look at the interface, the filter, and whether anything sends.'
    causes.push({ title: 'The run has seen no packet yet', fix })
  }
  const drops = stats.drops.kernel + stats.drops.interface
  if (drops > 0) {
    const title = `${counted(drops, 'packet was', 'packets were')} dropped before they could be read`
    causes.push({ title, fix: 'Set a filter, or capture on a faster machine.' })
  }
  if (stats.malformed > 0) {
    const share = formatShare(stats.malformed / stats.packets)
    const title = counted(
      stats.malformed,
      `packet (${share}) is malformed`,
      `packets (${share}) are malformed`,
    )
    causes.push({ title, fix: 'A short snap length cuts packets; capture them whole.' })
  }
  return causes
}

function tableCauses(status: LiveStatus | undefined): Cause[] {
  const { flows, hosts } = status?.buffers ?? {}
  return [
    ...(flows && isFull(flows) ? [fullTable('flows')] : []),
    ...(hosts && isFull(hosts) ? [fullTable('hosts')] : []),
  ]
}

function isFull(table: {
  readonly count: number
  readonly cap: number
  readonly saturated: boolean
}) {
  return table.saturated || table.count >= table.cap * fullShareMin
}

function fullTable(name: string): Cause {
  return {
    title: `The table of ${name} is full: those idle for longest are forgotten first`,
    fix: 'A scan or a flood fills it; a filter keeps it out. Figures of old ones are too low.',
  }
}
