import type { SeverityLevels } from '../track/severity-scale.ts'

export interface PortScanOptions {
  /** Ports of one host tried in vain within a burst; Slips reports from 5 on. */
  readonly portCountMin?: number
  /** Hosts tried in vain on one port within a burst (Slips: 6). */
  readonly hostCountMin?: number
  /** Share of the hosts tried on a port that must not answer. */
  readonly silentShareMin?: number
  /** What a port or a host counts that was not tried in one burst with the others: 0 to 1. */
  readonly slowWeight?: number
  /** A pause that ends a burst, in seconds. */
  readonly burstPauseSeconds?: number
  /** A pause after which a scan is forgotten, in seconds: slow ones try a port in minutes. */
  readonly forgetAfterSeconds?: number
  /** From how many on it is worth a look, and worth getting up; ntopng alerts at 256 SYN. */
  readonly levels?: SeverityLevels
  /** How many times as many web servers outside it takes: a browser that is cut off tries dozens. */
  readonly webFactor?: number
}

export const tcpDefaults: Required<PortScanOptions> = {
  portCountMin: 6,
  hostCountMin: 6,
  silentShareMin: 0.5,
  slowWeight: 0.4,
  burstPauseSeconds: 60,
  forgetAfterSeconds: 3_600,
  levels: { low: 6, medium: 12, high: 100 },
  webFactor: 4,
}

/** Datagrams are often not answered for good reasons, so it takes twice as many. */
export const udpDefaults: Required<PortScanOptions> = {
  ...tcpDefaults,
  portCountMin: 10,
  hostCountMin: 12,
  silentShareMin: 0.8,
  levels: { low: 10, medium: 20, high: 200 },
}
