import type { Frame } from '../../decode/frame.ts'
import type { Packet } from '../../pcap/packet.ts'
import type { Detection } from './detection.ts'
import type { CaptureName } from './detection-log.ts'
import type { Detector } from './detector.ts'
import type { ObserverFactory } from './observer.ts'

/** What a run of the engine is made with. */
export interface EngineOptions {
  readonly capture: CaptureName
  readonly detectors: readonly Detector[]
  /** Logs and views, which hear of everything after the detectors. */
  readonly observers?: readonly ObserverFactory[]
  /** Name of the machine that sees the traffic; stands in each detection and flow. */
  readonly sensor?: string
  /** Seeds the hashes only; it never changes a result. */
  readonly seed: number
  /** Length of a host window in seconds of traffic time. */
  readonly windowSeconds?: number
  /** Counts what each host sends though no detector looks at windows: for lists of the busiest. */
  readonly countsHosts?: boolean
  readonly onDetection: (detection: Detection) => void
  /** Sees each packet with the verdict, for lists and files; reads the reused records at once. */
  readonly onPacket?: (packet: Packet, frame: Frame, isBad: boolean) => void
  /** One of the newest packets, counted from 0, was bad after all: a detection rests on it. */
  readonly onRevised?: (packetNumber: number) => void
}
