import { median, quantile } from '../../features/quantile.ts'
import { HostColumn } from '../../flow/host-rows.ts'
import type { HostTable } from '../../flow/host-table.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { isoTimeOfUs } from '../../pcap/iso-time.ts'
import { Tracker } from '../track/tracker.ts'
import type { Beacon } from './beacon.ts'
import { type BeaconScore, beaconScore, jitter } from './beacon-score.ts'

/** The newest calls of a pair; a score changes little with more. */
const callCountKept = 64
/** Missed turns after which a beacon has fallen silent. */
const silentGapCount = 4

/** How regular the calls of a pair are. */
export interface Regularity {
  readonly score: BeaconScore
  /** The median time between two calls. */
  readonly gapSeconds: number
  /** Median deviation of the gaps, and of the sizes, as a share of their median. */
  readonly gapJitter: number
  readonly sizeJitter: number
  /** The gap that nine of ten do not exceed, as a multiple of the median: 3.3 by pure chance. */
  readonly longGapRatio: number
}

/** What the detector knows of a pair and does not measure by itself. */
export interface BeaconFacts {
  readonly regularity: Regularity
  readonly prevalence: Beacon['prevalence']
  readonly isNamed: boolean
  readonly isBeacon: boolean
}

/** A client and a service that it calls: by connections, datagrams or requests. */
export class BeaconPair extends Tracker {
  readonly #startSeconds: number[] = []
  readonly #sentBytes: number[] = []
  callCount = 0
  /** The count of calls at which it is judged next. */
  lookAt = 0
  application = 0
  requestCount = 0
  /** The latest call has shown no request yet, whose size is the call's. */
  awaitsRequest = false
  /** Requests that a page led to, as its scripts and pictures do, or that ask how a server is. */
  ledRequestCount = 0
  readonly targets = new DistinctCounter()
  #activeUs = Number.NEGATIVE_INFINITY

  /** Something was sent; says whether it begins a call, after a pause of at least that. */
  call(nowUs: number, pauseUs: number): boolean {
    const isCall = nowUs - this.#activeUs >= pauseUs
    this.#activeUs = nowUs
    if (!isCall) return false
    this.awaitsRequest = true
    this.callCount++
    keepLast(this.#startSeconds, nowUs / 1e6)
    return true
  }

  addSize(sentBytes: number): void {
    keepLast(this.#sentBytes, sentBytes)
  }

  /** Sorts some lists of 64 numbers: 20 µs. */
  measure(hosts: HostTable, nowUs: number): Regularity {
    const startSeconds = this.#startSeconds
    const sentBytes = this.#sentBytes
    const firstUs = (startSeconds[0] as number) * 1e6
    const watchedFromUs = Math.max(hosts.value(this.host, HostColumn.firstUs), firstUs)
    const watchedSeconds = (nowUs - watchedFromUs) / 1e6
    const gaps = startSeconds.slice(1).map((start, i) => start - (startSeconds[i] as number))
    return {
      score: beaconScore({ startSeconds, sentBytes, watchedSeconds }),
      gapSeconds: median(gaps),
      gapJitter: jitter(gaps),
      sizeJitter: jitter(sentBytes),
      longGapRatio:
        quantile(
          gaps.toSorted((a, b) => a - b),
          0.9,
        ) / (median(gaps) || 1),
    }
  }

  /** The pair as people see it. */
  toBeacon(hosts: HostTable, nowUs: number, facts: BeaconFacts): Beacon {
    const { score, gapSeconds } = facts.regularity
    return {
      source: hosts.text(this.host),
      target: hosts.text(this.peer),
      target_port: this.part,
      connections: this.callCount,
      first_seen: isoTimeOfUs(this.firstUs),
      last_seen: isoTimeOfUs(this.lastUs),
      gap_seconds: gapSeconds,
      bytes_sent: median(this.#sentBytes),
      score: { ...score },
      prevalence: facts.prevalence,
      named: facts.isNamed,
      is_beacon: facts.isBeacon,
      active: nowUs - this.lastUs <= silentGapCount * gapSeconds * 1e6,
    }
  }
}

function keepLast(list: number[], value: number): void {
  if (list.length === callCountKept) list.shift()
  list.push(value)
}
