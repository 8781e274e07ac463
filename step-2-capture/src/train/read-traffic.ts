import { randomInt } from 'node:crypto'
import type { PacketSource } from '../capture/packet-source.ts'
import type { ObserverFactory } from '../detect/seam/observer.ts'
import { Engine } from '../engine.ts'
import { isoTimeOfUs } from '../pcap/iso-time.ts'
import { runCapture } from '../run/run-capture.ts'

/**
 * Shows a capture to something that learns from it, and gives the traffic time of its last packet.
 * @throws AppError why it cannot be read
 */
export async function readTraffic(
  source: PacketSource,
  watch: ObserverFactory,
  onBytes: (byteCount: number) => void = () => {},
): Promise<number> {
  const engine = new Engine({
    capture: { source: source.kind, name: source.name },
    detectors: [],
    observers: [watch],
    seed: randomInt(2 ** 31),
    onDetection: () => {},
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
