import { createPortScan, createUdpPortScan, type PortScanOptions } from './behaviour/port-scan.ts'
import { createSynFlood, type SynFloodOptions } from './behaviour/syn-flood.ts'
import type { TrafficDetectorFactory } from './traffic-detector.ts'

/** Other thresholds than the default ones, by detector. */
export interface DetectorOptions {
  readonly portScan?: PortScanOptions
  readonly udpPortScan?: PortScanOptions
  readonly synFlood?: SynFloodOptions
}

/** Every detector that needs no training, in the order in which they are asked. */
export function defaultDetectors(options: DetectorOptions = {}): readonly TrafficDetectorFactory[] {
  return [
    createPortScan(options.portScan),
    createUdpPortScan(options.udpPortScan),
    createSynFlood(options.synFlood),
  ]
}
