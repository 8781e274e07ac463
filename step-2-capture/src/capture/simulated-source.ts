import { setImmediate } from 'node:timers/promises'
import { pcapHeader, pcapRecord } from '../pcap/pcap-writer.ts'
import type { CaptureLabels } from '../simulate/labels.ts'
import { type SimulateOptions, Simulation } from '../simulate/simulate.ts'
import type { PacketSource } from './packet-source.ts'

/** A chunk ends when it holds this much or spans this much traffic time, whichever is first. */
const chunkSizeMax = 65_536
const chunkSpanMaxUs = 100_000

/** Simulated traffic as a capture: pcap bytes, made as fast as they are taken. */
export class SimulatedSource implements PacketSource {
  readonly kind = 'simulate'
  readonly name: string
  readonly #options: SimulateOptions
  #simulation: Simulation

  /** @throws AppError `E_UNKNOWN_SCENARIO` */
  constructor(options: SimulateOptions) {
    this.#options = options
    this.#simulation = new Simulation(options)
    this.name = options.scenario
  }

  /** What was played so far; an endless one keeps the attacks only, which are few. */
  get labels(): CaptureLabels {
    return this.#simulation.labels
  }

  /** Plays from the start; pacing is up to the reader, which can go by the packets' times. */
  async *open(signal: AbortSignal): AsyncIterable<Uint8Array> {
    this.#simulation = new Simulation(this.#options)
    yield pcapHeader()
    let chunk: Uint8Array[] = []
    let size = 0
    let startUs = 0
    for (const packet of this.#simulation) {
      const isFull = size >= chunkSizeMax || packet.timeUs - startUs > chunkSpanMaxUs
      if (isFull && size > 0) {
        yield Buffer.concat(chunk)
        chunk = []
        size = 0
        // Lets the event loop turn: without it an abort could never be heard.
        await setImmediate()
      }
      if (signal.aborted) break
      if (size === 0) startUs = packet.timeUs
      const record = pcapRecord(packet)
      chunk.push(record)
      size += record.length
    }
    if (size > 0) yield Buffer.concat(chunk)
  }
}
