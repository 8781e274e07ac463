import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import { serviceRank } from '../../flow/service-port.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { Severity } from '../seam/detection.ts'
import type { Statement } from '../seam/reporter.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { ScanTracker } from '../track/scan-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { isInsidePort, isPeerPort, isWebPort } from '../track/silent-ports.ts'
import type { PortScanSettings } from './port-scan-options.ts'

/** What a stream counts: less than a probe, and not nothing, or eight datagrams would hide a scan. */
const streamWeight = 1 / 8
/** What a host counts whose file shares or desktop are looked for across the Internet, as worms do. */
const crossingWeight = 2
/** The rank of a port that a service is known by. */
const serviceRankMax = 3

/** A statement whose title has these names; its kind is added by the detector. */
type Stated<Names extends string> = Omit<Statement, 'kind' | 'values'> & {
  readonly values: Readonly<Record<Names, string | number>>
}

/** In what scans of TCP and UDP differ. */
export interface ScannedProtocol {
  readonly protocol: number
  /** `TCP port` */
  readonly portNoun: string
  emitVertical(statement: Stated<'ports' | 'span' | 'failed' | 'limit'>): void
  emitHorizontal(statement: Stated<'hosts' | 'span' | 'limit'>): void
}

/** The ports that a source probed on a target, or the targets that it probed on a port. */
export class Probes extends ScanTracker {
  /** Ports that were open: the source dropped the connection half open, or made and without a byte. */
  openCount = 0
  /** Those that got more datagrams than a probe has. */
  streamCount = 0

  /** How many probes that many things amount to: of streams it takes eight to make one. */
  weigh(count: number): number {
    return count - Math.min(count, this.streamCount) * (1 - streamWeight)
  }

  get isMostlyStreams(): boolean {
    return this.streamCount * 2 > this.things.count
  }

  protected override startAnew(): void {
    super.startAnew()
    this.openCount = 0
    this.streamCount = 0
  }

  /** Whether these are ports of one target. */
  get isVertical(): boolean {
    return this.peer !== noHost
  }
}

export interface LastProbe {
  readonly target: HostId
  /** Whether the source shares files with peers, most of which are gone. */
  readonly hasPeers: boolean
  /** Whether many hosts outside answer it on one UDP port, as peers do. */
  readonly isPeer: boolean
}

/** Puts a scan into words: how grave it is, how sure, and why. */
export class PortScanReport {
  readonly #traffic: Traffic
  readonly #settings: PortScanSettings
  readonly #scanned: ScannedProtocol

  constructor(traffic: Traffic, settings: PortScanSettings, scanned: ScannedProtocol) {
    this.#traffic = traffic
    this.#settings = settings
    this.#scanned = scanned
  }

  vertical(probes: Probes, count: number): void {
    const { portCountMin, levels } = this.#settings
    const { things, openCount, seconds } = probes
    this.#scanned.emitVertical({
      restate: () => this.vertical(probes, this.#countOf(probes)),
      ...about(probes),
      ...this.#strength(probes, { count, minimum: portCountMin, unit: 'ports' }),
      severity: probes.isMostlyStreams ? 'low' : severityOf(count, levels),
      values: {
        ports: counted(things, this.#scanned.portNoun),
        span: durationText(seconds),
        failed: things.count - openCount,
        limit: portCountMin,
      },
    })
  }

  horizontal(probes: Probes, count: number, last: LastProbe): void {
    const { hostCountMin } = this.#settings
    const { part: port, things, seconds } = probes
    this.#scanned.emitHorizontal({
      restate: () => this.horizontal(probes, this.#countOf(probes), last),
      ...about(probes),
      ...this.#strength(probes, { count, minimum: hostCountMin, unit: 'hosts' }),
      severity: this.#horizontalSeverity(probes, count, last),
      targetPort: port,
      targetGroup: `port ${port}`,
      values: {
        hosts: counted(things, 'host'),
        span: durationText(seconds),
        limit: hostCountMin,
      },
    })
  }

  /** What it has come to since it was stated. */
  #countOf(probes: Probes): number {
    const slow = Math.floor(probes.things.count * this.#settings.slowWeight)
    return probes.weigh(Math.max(probes.burstCount, slow))
  }

  #horizontalSeverity(
    probes: Probes,
    count: number,
    { target, hasPeers, isPeer }: LastProbe,
  ): Severity {
    const { levels, webFactor } = this.#settings
    const { hosts } = this.#traffic
    if (hasPeers || probes.isMostlyStreams) return 'low'
    const { part: port } = probes
    const isOutside = scopeOf(hosts, target) === AddressScope.outside
    if (isPeerPort(port) && isOutside) return 'low'
    // Peers listen outside, on any port but those of services.
    if (isOutside && isPeer && serviceRank(port) < serviceRankMax) return 'low'
    if (isWebPort(port) && isOutside) return severityOf(count / webFactor, levels)
    const crosses = isOutside || scopeOf(hosts, probes.host) === AddressScope.outside
    const isTcp = this.#scanned.protocol === IpProtocol.tcp
    return severityOf(
      isTcp && crosses && isInsidePort(port) ? count * crossingWeight : count,
      levels,
    )
  }

  #strength({ things, seconds }: Probes, { count, minimum, unit }: Limit) {
    const perMinute = Math.round((things.count / Math.max(seconds, 1)) * 60)
    const typicalPerMinute = Math.round((minimum * 60) / this.#settings.burstPauseSeconds)
    return {
      protocol: this.#scanned.protocol,
      restsOnSilence: true,
      score: growthScore(count, minimum),
      confidence: Math.min(0.99, 0.6 + 0.1 * Math.log2(count / minimum)),
      reasons: [
        countReason(`failed_${unit}`, things.count, { typical: minimum - 1, unit }),
        countReason('failed_attempts_per_minute', perMinute, {
          typical: typicalPerMinute,
          unit: 'attempts/min',
        }),
      ],
    }
  }
}

interface Limit {
  readonly count: number
  readonly minimum: number
  readonly unit: 'ports' | 'hosts'
}
