import { EventQueue } from './event-queue.ts'

/**
 * What a host or a conversation does over time: a generator that sends frames and yields how many
 * microseconds it then waits. It is the process of discrete-event simulation (as in Simula and
 * SimPy): one reads it from top to bottom, while thousands of them run interleaved.
 */
export type Process<Result = void> = Generator<number, Result>

/** A packet of the simulated network, as the mirror port of its switch shows it. */
export interface SimulatedPacket {
  /** Microseconds since 1970. */
  readonly timeUs: number
  readonly timeSeconds: number
  readonly timeNanoseconds: number
  /** The Ethernet frame, without its frame check sequence. */
  readonly bytes: Uint8Array
}

/** 65,536 processes at about 500 B are 33 MB; no scenario holds more than some thousands. */
export const processCountMax = 65_536

/** Runs processes in order of time and hands out the packets that they send. */
export class Simulator {
  readonly startTimeUs: number
  #nowUs: number
  readonly #queue = new EventQueue<Process>()
  #sent: SimulatedPacket[] = []

  constructor(startTimeUs: number) {
    this.startTimeUs = startTimeUs
    this.#nowUs = startTimeUs
  }

  /** Traffic time, in microseconds since 1970. */
  get nowUs(): number {
    return this.#nowUs
  }

  get processCount(): number {
    return this.#queue.size
  }

  /** Starts a process beside the others. What is beyond `processCountMax` is not started. */
  spawn(process: Process, delayUs = 0): void {
    if (this.#queue.size < processCountMax) this.#queue.push(this.#nowUs + delayUs, process)
  }

  send(bytes: Uint8Array): void {
    const timeUs = Math.floor(this.#nowUs)
    const timeSeconds = Math.floor(timeUs / 1e6)
    const timeNanoseconds = (timeUs - timeSeconds * 1e6) * 1000
    this.#sent.push({ timeUs, timeSeconds, timeNanoseconds, bytes })
  }

  /** The packets up to `endTimeUs`, in order of time; processes that still run are left there. */
  *run(endTimeUs: number): Generator<SimulatedPacket, void> {
    while (this.#queue.nextTimeUs < endTimeUs) {
      this.#nowUs = this.#queue.nextTimeUs
      const process = this.#queue.pop() as Process
      const step = process.next()
      if (!step.done) this.#queue.push(this.#nowUs + Math.max(0, step.value), process)
      if (this.#sent.length === 0) continue
      const packets = this.#sent
      this.#sent = []
      yield* packets
    }
  }
}
