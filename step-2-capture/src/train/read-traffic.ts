import { randomInt } from 'node:crypto'
import type { PacketSource } from '../capture/packet-source.ts'
import type { Detection } from '../detect/seam/detection.ts'
import type { Detector } from '../detect/seam/detector.ts'
import type { ObserverFactory } from '../detect/seam/observer.ts'
import { Engine } from '../engine.ts'
import { isoTimeOfUs } from '../pcap/iso-time.ts'
import { runCapture } from '../run/run-capture.ts'

export interface ReadOptions {
  readonly onBytes?: ((byteCount: number) => void) | undefined
  /** Say meanwhile what is in the traffic; none by default. */
  readonly detectors?: readonly Detector[]
  readonly onDetection?: (detection: Detection) => void
}

/**
 * Shows a capture to something that learns from it, and gives the traffic time of its last packet.
 * @throws AppError why it cannot be read
 */
export async function readTraffic(
  source: PacketSource,
  watch: ObserverFactory,
  { onBytes = () => {}, detectors = [], onDetection = () => {} }: ReadOptions = {},
): Promise<number> {
  const engine = new Engine({
    capture: { source: source.kind, name: source.name },
    detectors,
    observers: [watch],
    seed: randomInt(2 ** 31),
    onDetection,
  })
  const { signal } = new AbortController()
  const failure = await runCapture(source, engine, { signal, onBytes })
  if (failure) throw failure
  return engine.timeUs
}

/** Traffic time as a date. */
export function trafficDate(timeUs: number): Date {
  return new Date(isoTimeOfUs(timeUs))
}
