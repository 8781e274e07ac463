import type { HostWindow } from '../../features/host-window.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { isoTimeOfUs } from '../../pcap/iso-time.ts'
import type { SourceKind } from '../../pcap/source-kind.ts'
import type { Detection } from '../seam/detection.ts'
import { detectorFamilies } from '../seam/family.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { alarmChanceOf } from './alarm-budget.ts'
import { falseAlarmRate } from './false-alarm-rates.ts'
import type { RiskPage, RiskQuery, RiskRecord, RiskVote } from './host-risk-record.ts'
import { combinedChance } from './truncated-product.ts'

/** 4,096 windows with three votes of 300 B are 4 MB; the oldest go first. */
export const riskWindowCountMax = 4_096
/** Hosts whose window is open: what is beyond closes the oldest early. */
const openCountMax = 4_096
/** A host without IP packets (a MAC address) has no window of its own. */
const windowUs = 10_000_000

interface OpenWindow {
  readonly firstUs: number
  /** The least chance of each family. */
  readonly votes: Map<string, RiskVote>
}

/**
 * What models, behaviours and signatures state about a host in one window, as one score: 1 less the
 * chance that an ordinary window draws it all. It hears detections as they are stated, and looks at
 * nothing else, so that packets pay nothing for it.
 */
export class HostRisk implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #source: SourceKind
  readonly #open = new BoundedMap<string, OpenWindow>({
    countMax: openCountMax,
    onEvict: (open, host) => this.#closeAt(host, open),
  })
  readonly #records: Omit<RiskRecord, 'is_alarm'>[] = []

  constructor(traffic: Traffic, source: SourceKind) {
    this.#traffic = traffic
    this.#source = source
  }

  /** Takes what is stated as a vote; an update replaces its own, or is one of the current window. */
  note(detection: Detection): void {
    if (detection.revision > 1 && !this.#isOfNow(detection)) return
    const { source: host, detector, family, kind, severity, detection_id, title } = detection
    const chance = falseAlarmRate(detection)
    let open = this.#open.get(host)
    if (!open) {
      open = { firstUs: this.#traffic.timeUs, votes: new Map() }
      this.#open.set(host, open)
    }
    const known = open.votes.get(family)
    if (known && known.chance <= chance && known.detection_id !== detection_id) return
    open.votes.set(family, { family, detector, kind, severity, chance, detection_id, title })
  }

  onWindow({ host, startUs, endUs }: HostWindow): void {
    // Most windows have no vote.
    if (this.#open.size === 0) return
    const address = this.#traffic.hosts.text(host)
    const open = this.#open.get(address)
    if (open) this.#close(address, open, { startUs, endUs })
  }

  onTick(): void {
    for (const [host, open] of this.#open) {
      // The window of the model's vote is over; the current one may still be open as long again.
      if (this.#traffic.timeUs - open.firstUs > 2 * windowUs) this.#closeAt(host, open)
    }
  }

  onEnd(): void {
    for (const [host, open] of this.#open) this.#closeAt(host, open)
  }

  /** Newest first. */
  page({ host, alarms, alarm_budget, limit, offset }: RiskQuery): RiskPage {
    const threshold = alarmChanceOf(alarm_budget)
    const found = this.#records
      .filter((record) => host === undefined || record.host === host)
      .map((record) => ({ ...record, is_alarm: record.chance < threshold }))
      .filter(({ is_alarm }) => !alarms || is_alarm)
      .reverse()
    return { threshold, total: found.length, windows: found.slice(offset, offset + limit) }
  }

  /** An update of what was seen in an earlier window says nothing new about this one. */
  #isOfNow({ source: host, last_seen_epoch }: Detection): boolean {
    const startUs = Math.floor(this.#traffic.timeUs / windowUs) * windowUs
    if (last_seen_epoch * 1e6 < startUs) return false
    // At the end of a capture the current window is closed before its detectors end.
    const start = isoTimeOfUs(startUs)
    return !this.#records.some((record) => record.host === host && record.start === start)
  }

  #closeAt(host: string, open: OpenWindow): void {
    const startUs = Math.floor(open.firstUs / windowUs) * windowUs
    this.#close(host, open, { startUs, endUs: startUs + windowUs })
  }

  #close(host: string, { votes }: OpenWindow, { startUs, endUs }: Span): void {
    this.#open.delete(host)
    const chance = combinedChance(
      [...votes.values()].map((vote) => vote.chance),
      detectorFamilies.length,
    )
    if (this.#records.length >= riskWindowCountMax) this.#records.shift()
    this.#records.push({
      host,
      start: isoTimeOfUs(startUs),
      end: isoTimeOfUs(endUs),
      source: this.#source,
      score: 1 - chance,
      chance,
      votes: [...votes.values()],
    })
  }
}

interface Span {
  readonly startUs: number
  readonly endUs: number
}
