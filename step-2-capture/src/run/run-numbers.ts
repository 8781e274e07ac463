import type { Detection } from '../detect/seam/detection.ts'
import { emptyBuffers, emptyStats } from './empty-status.ts'
import type { Tick } from './messages.ts'
import { RecentDetections } from './recent-detections.ts'
import { recentPacketCountMax } from './recent-packet-rows.ts'
import { countsOf, withEarlier } from './run-counts.ts'
import type { RunCounts } from './run-record.ts'
import type { PacketRow, Stats, Status } from './status.ts'
import { emptyTimeline, type Timeline } from './traffic-timeline.ts'

export interface RunNumbersOptions {
  /** What earlier starts counted, and when that was. */
  readonly before: RunCounts
  readonly timeline?: Timeline | undefined
  /** Whether a start reads again what the one before did not read to its end. */
  readonly readsAgain: boolean
}

interface KeptNumbers {
  readonly counts: RunCounts
  readonly timeline: Timeline
}

/** The newest numbers of a run, over all its starts, so that questions are answered at once. */
export class RunNumbers {
  #before: RunCounts
  #whole: KeptNumbers
  #sequenceBefore = 0
  #tick: Pick<Tick, 'stats' | 'buffers' | 'progress' | 'problems'> = emptyTick
  #timeline: Timeline
  #packets: PacketRow[] = []
  #detections = new RecentDetections()

  readonly #readsAgain: boolean

  constructor({ before, timeline = emptyTimeline, readsAgain }: RunNumbersOptions) {
    this.#before = before
    this.#timeline = timeline
    this.#whole = { counts: before, timeline }
    this.#readsAgain = readsAgain
  }

  get stats(): Stats {
    const { sequence } = this.#tick.stats
    return {
      ...withEarlier(this.#tick.stats, this.#before),
      sequence: this.#sequenceBefore + sequence,
    }
  }

  get buffers(): Status['buffers'] {
    return this.#tick.buffers
  }

  get progress(): number | null {
    return this.#tick.progress
  }

  /** What could not be written to disk, and what is wrong with the link. */
  get problems(): readonly string[] {
    return this.#tick.problems
  }

  /** The traffic of all its starts over traffic time. */
  get timeline(): Timeline {
    return this.#timeline
  }

  /** What a later start goes on from. */
  get kept(): KeptNumbers {
    return this.#readsAgain
      ? this.#whole
      : { counts: countsOf(this.stats), timeline: this.timeline }
  }

  /** The newest packets, oldest first. */
  get packets(): readonly PacketRow[] {
    return this.#packets
  }

  /** The newest detections since the last start, newest first, each in its latest revision. */
  get detections(): readonly Detection[] {
    return this.#detections.list
  }

  receive({ packets, detections, timeline, isWhole, ...numbers }: Tick): void {
    this.#tick = numbers
    if (timeline) this.#timeline = timeline
    this.#packets = [...this.#packets, ...packets].slice(-recentPacketCountMax)
    this.#detections.add(detections)
    if (isWhole) this.#whole = { counts: countsOf(this.stats), timeline: this.#timeline }
  }

  /** A new engine counts from the beginning, and numbers its detections so. */
  startAnew(): void {
    const { stats, kept } = this
    this.#before = kept.counts
    this.#timeline = kept.timeline
    this.#sequenceBefore = stats.sequence
    this.#tick = emptyTick
    this.#detections = new RecentDetections()
  }
}

const emptyTick = { stats: emptyStats, buffers: emptyBuffers, progress: null, problems: [] }
