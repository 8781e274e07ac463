import { emptyStats } from './empty-status.ts'
import type { RunCounts } from './run-record.ts'
import type { Stats } from './status.ts'

/** The numbers of a run that starts for the first time. */
export const noCounts: RunCounts = countsOf(emptyStats)

export function countsOf(stats: Stats): RunCounts {
  const { packets, bytes, anomalies, normal, malformed, flows, detections } = stats
  const { drops, protocols } = stats
  return { packets, bytes, anomalies, normal, malformed, flows, detections, drops, protocols }
}

/** The numbers of a run that was started again: what it counted before, and what it counts now. */
export function withEarlier(now: Stats, before: RunCounts): Stats {
  const protocols = { ...before.protocols }
  for (const [name, count] of Object.entries(now.protocols)) {
    protocols[name] = (protocols[name] ?? 0) + count
  }
  return {
    ...now,
    packets: before.packets + now.packets,
    bytes: before.bytes + now.bytes,
    anomalies: before.anomalies + now.anomalies,
    normal: before.normal + now.normal,
    malformed: before.malformed + now.malformed,
    flows: before.flows + now.flows,
    detections: before.detections + now.detections,
    drops: {
      kernel: before.drops.kernel + now.drops.kernel,
      interface: before.drops.interface + now.drops.interface,
    },
    protocols,
  }
}
