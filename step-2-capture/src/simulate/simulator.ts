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
  /** Whether an attack sent it, or was answered by it. */
  readonly isAttack: boolean
}

interface Running {
  readonly process: Process
  isAttack: boolean
}

/** 65,536 processes at about 500 B are 33 MB; no scenario holds more than some thousands. */
export const processCountMax = 65_536

/** Runs processes in order of time and hands out the packets that they send. */
export class Simulator {
  readonly startTimeUs: number
  #nowUs: number
  readonly #queue = new EventQueue<Running>()
  #sent: SimulatedPacket[] = []
  /** Whether what runs now belongs to an attack; what it starts does too. */
  isAttack = false

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
    if (this.#queue.size < processCountMax) {
      this.#queue.push(this.#nowUs + delayUs, { process, isAttack: this.isAttack })
    }
  }

  send(bytes: Uint8Array): void {
    const timeUs = Math.floor(this.#nowUs)
    const timeSeconds = Math.floor(timeUs / 1e6)
    const timeNanoseconds = (timeUs - timeSeconds * 1e6) * 1000
    this.#sent.push({ timeUs, timeSeconds, timeNanoseconds, bytes, isAttack: this.isAttack })
  }

  /** The packets up to `endTimeUs`, in order of time; processes that still run are left there. */
  *run(endTimeUs: number): Generator<SimulatedPacket, void> {
    while (this.#queue.nextTimeUs < endTimeUs) {
      this.#nowUs = this.#queue.nextTimeUs
      const running = this.#queue.pop() as Running
      this.isAttack = running.isAttack
      const step = running.process.next()
      running.isAttack = this.isAttack
      if (!step.done) this.#queue.push(this.#nowUs + Math.max(0, step.value), running)
      if (this.#sent.length === 0) continue
      const packets = this.#sent
      this.#sent = []
      yield* packets
    }
  }
}
