import type { Detection } from '../detect/seam/detection.ts'
import type { TrafficObserver } from '../detect/seam/observer.ts'
import { type HostWindow, hostFeatures } from '../features/host-window.ts'
import type { Traffic } from '../flow/traffic.ts'
import { isoTimeOfUs } from '../pcap/iso-time.ts'
import type { SourceKind } from '../pcap/source-kind.ts'
import { AttackMarks } from './attack-marks.ts'
import type { KeptWindow, KeptWindows, WindowRowsQuery } from './messages.ts'
import type { WindowPage, WindowQuery, WindowRecord } from './window-record.ts'

/** The 16,384 newest host windows of some 50 numbers are 7 MB: 45 minutes of 60 busy hosts. */
export const windowCountMax = 16_384

const featureCount = hostFeatures.length

/** Keeps the newest host windows: to be looked at, written down and learned from. */
export class WindowLog implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #source: SourceKind
  readonly #onLine: ((line: string) => void) | undefined
  readonly #rows = new Float64Array(windowCountMax * featureCount)
  readonly #starts = new Float64Array(windowCountMax)
  readonly #ends = new Float64Array(windowCountMax)
  readonly #hosts: string[] = []
  readonly #attacks = new AttackMarks()
  #count = 0

  /** @param onLine Told every window as a line of `metrics.jsonl`. */
  constructor(traffic: Traffic, source: SourceKind, onLine?: (line: string) => void) {
    this.#traffic = traffic
    this.#source = source
    this.#onLine = onLine
  }

  onWindow({ host, startUs, endUs, row }: HostWindow): void {
    const slot = this.#count++ % windowCountMax
    this.#hosts[slot] = this.#traffic.hosts.text(host)
    this.#starts[slot] = startUs
    this.#ends[slot] = endUs
    for (let feature = 0; feature < featureCount; feature++) {
      this.#rows[slot * featureCount + feature] = row[feature] as number
    }
    this.#onLine?.(`${JSON.stringify(this.#record(slot))}\n`)
  }

  page({ host, limit, offset }: WindowQuery): WindowPage {
    const all = this.#newestFirst()
    const found = host === undefined ? all : all.filter((slot) => this.#hosts[slot] === host)
    const page = found.slice(offset, offset + limit)
    return { total: found.length, windows: page.map((slot) => this.#record(slot)) }
  }

  /** Notes what was stated of the traffic of these windows. */
  note(detection: Detection): void {
    this.#attacks.note(detection)
  }

  /** The newest windows with their rows, and the attacks that were stated since the first of them. */
  newest({ count, minutes = Number.POSITIVE_INFINITY }: WindowRowsQuery): KeptWindows {
    const slots = this.#newestFirst()
    const newest = slots[0] === undefined ? 0 : (this.#starts[slots[0]] as number)
    const sinceUs = newest - minutes * 60e6
    const windows = slots
      .filter((slot) => (this.#starts[slot] as number) > sinceUs)
      .slice(0, count)
      .toReversed()
      .map((slot) => this.#kept(slot))
    const [oldest] = windows
    return { windows, attacks: oldest ? this.#attacks.since(oldest.startUs / 1e6) : [] }
  }

  #kept(slot: number): KeptWindow {
    return {
      host: this.#hosts[slot] as string,
      startUs: this.#starts[slot] as number,
      endUs: this.#ends[slot] as number,
      row: this.#rows.slice(slot * featureCount, (slot + 1) * featureCount),
    }
  }

  #newestFirst(): number[] {
    const kept = Math.min(this.#count, windowCountMax)
    return Array.from({ length: kept }, (_, age) => (this.#count - 1 - age) % windowCountMax)
  }

  #record(slot: number): WindowRecord {
    const features: Record<string, number> = {}
    for (let feature = 0; feature < featureCount; feature++) {
      features[featureNames[feature] as string] = this.#rows[
        slot * featureCount + feature
      ] as number
    }
    return {
      host: this.#hosts[slot] as string,
      start: isoTimeOfUs(this.#starts[slot] as number),
      end: isoTimeOfUs(this.#ends[slot] as number),
      source: this.#source,
      features,
    }
  }
}

const featureNames = hostFeatures.map(({ name }) => name)
