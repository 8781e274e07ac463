import type { SourceDrops } from '../capture/packet-source.ts'
import { protocolNames } from '../decode/protocol-names.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { streamReport } from '../detect/signature/signatures.ts'
import type { Engine } from '../engine.ts'
import { windowHostCountMax } from '../features/host-totals.ts'
import type { SourceKind } from '../pcap/source-kind.ts'
import { type FragmentTable, fragmentedCountMax } from '../reassembly/fragment-table.ts'
import { emptyStreams } from './empty-status.ts'
import { RateMeter } from './rate-meter.ts'
import { recentPacketCountMax } from './recent-packet-rows.ts'
import type { Stats, Status } from './status.ts'
import { Talkers } from './top-talkers.ts'
import { Verdict } from './verdict.ts'

/** Looking for the busiest hosts takes a millisecond or two: twice a second is enough. */
const talkerIntervalMs = 500
/** Length of a host window in microseconds of traffic time. */
const windowUs = 10_000_000

type BoundedTable = Readonly<Record<'count' | 'countMax' | 'evictedCount', number>>

export interface RunStatisticsOptions {
  readonly engine: Engine
  readonly kind: SourceKind
  readonly nowMs: () => number
  readonly drops: () => SourceDrops | undefined
}

/** The numbers of a run as the API shows them, computed on request. */
export class RunStatistics {
  readonly #options: RunStatisticsOptions
  readonly #packetRate = new RateMeter()
  readonly #byteRate = new RateMeter()
  readonly #verdict = new Verdict()
  #sequence = 0
  #talkersAtMs = Number.NEGATIVE_INFINITY
  readonly #talkers: Talkers
  #top: ReturnType<Talkers['take']> = { top_sources: [], top_destinations: [] }
  #isOver = false

  constructor(options: RunStatisticsOptions) {
    this.#options = options
    this.#talkers = new Talkers(options.engine)
  }

  countDetection(detection: Detection): void {
    this.#verdict.add(detection)
  }

  /** The run has ended: rates become the mean of the whole, the verdict that of the whole. */
  end(): void {
    this.#isOver = true
  }

  take(): Stats {
    const { engine } = this.#options
    this.#updateTalkers()
    const drops = this.#options.drops()
    const seen = {
      windowCount: Math.floor(trafficUs(engine) / windowUs),
      decodedShare: decodedShare(engine),
    }
    return {
      sequence: ++this.#sequence,
      packets: engine.packetCount,
      bytes: engine.byteCount,
      anomalies: engine.badCount,
      normal: engine.packetCount - engine.badCount,
      malformed: engine.malformedCount,
      undecoded: engine.undecodedCount,
      out_of_order: engine.steady.outOfOrderCount,
      flows: engine.flows.startedCount,
      detections: engine.detectionCount,
      ...this.#rates(),
      drops: { kernel: drops?.kernel ?? 0, interface: drops?.interface ?? 0 },
      traffic_time: engine.packetCount === 0 ? null : engine.timeUs / 1e6,
      protocols: countsByName(engine.protocolCounts),
      ...this.#top,
      verdict: this.#isOver ? this.#verdict.overall(seen) : this.#verdict.now(engine.timeUs, seen),
    }
  }

  buffers(): Status['buffers'] {
    const { flows, hosts, windows, packetCount, fragments, reports } = this.#options.engine
    return {
      flows: tableNumbers(flows),
      hosts: tableNumbers(hosts),
      windows: {
        count: windows?.fill.count ?? 0,
        cap: windowHostCountMax,
        evicted: windows?.fill.unwatchedCount ?? 0,
      },
      streams: reports.read(streamReport) ?? emptyStreams,
      fragments: fragmentNumbers(fragments.table),
      recent: {
        count: Math.min(packetCount, recentPacketCountMax),
        cap: recentPacketCountMax,
        evicted: Math.max(0, packetCount - recentPacketCountMax),
      },
    }
  }

  /** Of live traffic by the wall clock, because it may fall silent; of other traffic by its own. */
  #rates(): Pick<Stats, 'packets_per_second' | 'bits_per_second'> {
    const { engine, kind, nowMs } = this.#options
    if (this.#isOver) {
      const seconds = kind === 'live' ? 0 : trafficUs(engine) / 1e6
      const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0)
      return {
        packets_per_second: perSecond(engine.packetCount),
        bits_per_second: perSecond(engine.byteCount * 8),
      }
    }
    if (engine.packetCount === 0) return { packets_per_second: 0, bits_per_second: 0 }
    const seconds = kind === 'live' ? nowMs() / 1000 : engine.timeUs / 1e6
    return {
      packets_per_second: this.#packetRate.update(seconds, engine.packetCount),
      bits_per_second: this.#byteRate.update(seconds, engine.byteCount * 8),
    }
  }

  #updateTalkers(): void {
    const now = this.#options.nowMs()
    if (!this.#isOver && now - this.#talkersAtMs < talkerIntervalMs) return
    this.#talkersAtMs = now
    this.#top = this.#talkers.take()
  }
}

/** A table that is full lets go of something with everything new. */
function tableNumbers({ count, countMax, evictedCount }: BoundedTable) {
  return { count, cap: countMax, evicted: evictedCount, saturated: count >= countMax }
}

function fragmentNumbers(table: FragmentTable): Status['buffers']['fragments'] {
  return {
    count: table.count,
    cap: fragmentedCountMax,
    evicted: table.evictedCount,
    whole: table.wholeCount,
    timed_out: table.timedOutCount,
    overlapping: table.overlappingCount,
    tiny: table.tinyCount,
    impossible: table.impossibleCount,
  }
}

/** Traffic time from the first packet to the newest, in microseconds. */
function trafficUs({ packetCount, timeUs, firstUs }: Engine): number {
  return packetCount === 0 ? 0 : timeUs - firstUs
}

/** 1 before the first packet: nothing was left out. */
function decodedShare({ packetCount, undecodedCount }: Engine): number {
  return packetCount === 0 ? 1 : 1 - undecodedCount / packetCount
}

function countsByName(counts: Float64Array): Record<string, number> {
  return Object.fromEntries(
    protocolNames
      .map((name, index) => [name, counts[index] as number] as const)
      .filter(([, count]) => count > 0),
  )
}
