import type { SourceKind } from '../capture/packet-source.ts'
import { isoTime } from '../detect/detection-log.ts'
import type { Traffic } from '../detect/traffic.ts'
import type { TrafficDetector } from '../detect/traffic-detector.ts'
import { type HostFeature, type HostWindow, hostFeatures } from '../features/host-window.ts'
import type { WindowPage, WindowQuery, WindowRecord } from './window-record.ts'

/** The 16,384 newest host windows of some 50 numbers are 7 MB: 45 minutes of 60 busy hosts. */
export const windowCountMax = 16_384

interface KeptWindow {
  readonly host: string
  readonly startUs: number
  readonly endUs: number
  readonly row: Float64Array
}

/** Keeps the newest host windows: to be looked at, written down and learned from. */
export class WindowLog implements TrafficDetector {
  readonly name = 'window-log'
  readonly #traffic: Traffic
  readonly #source: SourceKind
  readonly #onLine: ((line: string) => void) | undefined
  readonly #kept: KeptWindow[] = []
  #count = 0

  /** @param onLine Told every window as a line of `metrics.jsonl`. */
  constructor(traffic: Traffic, source: SourceKind, onLine?: (line: string) => void) {
    this.#traffic = traffic
    this.#source = source
    this.#onLine = onLine
  }

  /** Windows seen so far, whether or not they are still kept. */
  get count(): number {
    return this.#count
  }

  onWindow({ host, startUs, endUs, row }: HostWindow): void {
    const kept = { host: this.#traffic.hosts.text(host), startUs, endUs, row: row.slice() }
    this.#kept[this.#count++ % windowCountMax] = kept
    this.#onLine?.(`${JSON.stringify(this.#toRecord(kept))}\n`)
  }

  page({ host, limit, offset }: WindowQuery): WindowPage {
    const all = this.#newestFirst()
    const found = host === undefined ? all : all.filter((window) => window.host === host)
    const page = found.slice(offset, offset + limit)
    return { total: found.length, windows: page.map((window) => this.#toRecord(window)) }
  }

  /** The rows of the newest windows, at most `count`, newest first. */
  rows(count: number): Float64Array[] {
    return this.#newestFirst()
      .slice(0, count)
      .map((window) => window.row)
  }

  #newestFirst(): KeptWindow[] {
    const next = this.#count % windowCountMax
    return [...this.#kept.slice(next), ...this.#kept.slice(0, next)].reverse()
  }

  #toRecord({ host, startUs, endUs, row }: KeptWindow): WindowRecord {
    const features: Partial<Record<HostFeature, number>> = {}
    hostFeatures.forEach(({ name }, index) => {
      features[name] = row[index] as number
    })
    return {
      host,
      start: isoTime(startUs),
      end: isoTime(endUs),
      source: this.#source,
      features: features as Record<string, number>,
    }
  }
}
