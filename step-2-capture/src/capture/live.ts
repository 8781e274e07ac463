import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import { AppError, isMissingFile } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { ChildWatch, headerMsMax } from './child-watch.ts'
import { LinkWatch } from './link-watch.ts'
import type { PacketSource, SourceDrops } from './packet-source.ts'
import { makePipe, readPipe } from './pipe.ts'
import { processState } from './process-state.ts'
import { captureError } from './tcpdump.ts'

/**
 * Bytes kept of a packet: any frame of an Ethernet whole, and the heads of the merged ones that a
 * network card hands over. In immediate mode the kernel's buffer has a place of this size for every
 * packet, however short it is.
 */
export const snapLengthDefault = 2_048
/**
 * The kernel's buffer in KiB: 128 MiB hold 65,536 packets of that length, which is a quarter of a
 * second at 250,000 packets a second. With 64 MiB a burst on a busy machine was lost.
 */
const kernelBufferKiB = 131_072
export const snapLengthMax = 65_535
/** tcpdump ends within milliseconds of SIGTERM; when it does not, it is ended. */
const patienceMs = 1_000
/** So often tcpdump is asked for its drops, and looked at whether it and its interface live. */
const lookMs = 1_000
/** The end of what tcpdump complains; a line is some 100 characters. */
const complaintLengthMax = 4_096

/**
 * How the kernel hands packets over. At once: each within a millisecond, from a buffer of 65,536
 * places. In blocks: up to a second late on a quiet link, but a block is as long as its packets, so
 * the same memory holds some 700,000 short ones, and each costs half as much: for bursts of more
 * than 200,000 packets a second.
 */
export type Delivery = 'at-once' | 'in-blocks'

export interface LiveCaptureOptions {
  /** An interface from the list, never a text from a request. */
  readonly name: string
  /** A filter that compiled; empty for everything. */
  readonly filter: string
  readonly snapLength: number
  readonly program: string
  readonly delivery: Delivery
  readonly onChild?: (pid: number) => void
}

/**
 * Packets from an interface, captured by a tcpdump that alone has the privilege. Its standard
 * output is a capture file without an end.
 */
export class LiveCapture implements PacketSource {
  readonly kind = 'live'
  readonly name: string
  readonly #options: LiveCaptureOptions
  #drops: SourceDrops = { kernel: 0, interface: 0 }
  #complaint = ''
  readonly #link: LinkWatch
  readonly #child = new ChildWatch()
  /** Why the capture is given up. */
  #trouble: AppError | undefined

  constructor(options: LiveCaptureOptions) {
    this.name = options.name
    this.#options = options
    this.#link = new LinkWatch(options.name)
  }

  drops(): SourceDrops {
    return this.#drops
  }

  problems(): readonly string[] {
    return this.#link.problem === undefined ? [] : [this.#link.problem]
  }

  async *open(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const pipe = await makePipe()
    const child = spawn(this.#options.program, liveArguments(this.#options), {
      stdio: ['ignore', pipe.writeEnd, 'pipe'],
    })
    closeSync(pipe.writeEnd)
    const ended = once(child, 'close')
    // A later reader gets the error; until then it must not end the process.
    ended.catch(() => {})
    if (child.pid !== undefined) this.#options.onChild?.(child.pid)
    child.stderr?.on('data', (text: Buffer) => this.#read(text.toString('latin1')))
    const stop = () => endChild(child)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    const looking = setInterval(() => void this.#look(child), lookMs)
    const header = setTimeout(
      () => this.#giveUp(child, this.#hung('tcpdump does not answer')),
      headerMsMax,
    )
    try {
      for await (const chunk of readPipe(pipe.readEnd)) {
        clearTimeout(header)
        this.#child.handedOver(performance.now())
        yield chunk
        this.#child.waitsForMore()
      }
      await ended
      if (!signal.aborted) throw this.#trouble ?? this.#failure(child)
    } catch (error) {
      throw isMissingFile(error) ? this.#noProgram() : error
    } finally {
      clearInterval(looking)
      clearTimeout(header)
      signal.removeEventListener('abort', stop)
      endChild(child)
      await pipe.readEnd.close()
    }
  }

  /** Asks for the drops, and gives up where the child or its interface is gone. */
  async #look(child: ChildProcess): Promise<void> {
    if (child.pid !== undefined) this.#child.seen(await processState(child.pid))
    if (this.#child.isStopped) return this.#giveUp(child, this.#hung('tcpdump was stopped'))
    if (this.#child.hangs) return this.#giveUp(child, this.#hung('tcpdump does not answer'))
    if (this.#child.mayBeAsked(performance.now()) && askForDrops(child)) this.#child.asked()
    const lost = await this.#link.look()
    if (lost) this.#giveUp(child, lost)
  }

  /** A child that hangs does not hear a polite request. */
  #giveUp(child: ChildProcess, trouble: AppError): void {
    this.#trouble ??= trouble
    child.kill('SIGKILL')
  }

  #read(text: string): void {
    if (text.includes('dropped by')) this.#child.answered()
    this.#complaint = (this.#complaint + text).slice(-complaintLengthMax)
    const kernel = lastNumber(this.#complaint, /(\d+) packets? dropped by kernel/g)
    const ofInterface = lastNumber(this.#complaint, /(\d+) packets? dropped by interface/g)
    this.#drops = {
      kernel: kernel ?? this.#drops.kernel,
      interface: ofInterface ?? this.#drops.interface,
    }
  }

  #failure(child: ChildProcess): AppError {
    const { program, name } = this.#options
    if (child.signalCode === null) return captureError(this.#complaint, program, name)
    const message = `the capture on ${name} ended: tcpdump was killed (${child.signalCode})`
    return new AppError(errorCodes.E_CAPTURE_KILLED, message, {
      fix: 'Start the capture again; if tcpdump was not killed on purpose, look for a lack of memory.',
    })
  }

  #hung(why: string): AppError {
    const message = `the capture on ${this.name} hangs: ${why}`
    return new AppError(errorCodes.E_CAPTURE_HUNG, message, {
      fix: 'Start the capture again; if it hangs again, try the interface with tcpdump by hand.',
    })
  }

  #noProgram(): AppError {
    const { program } = this.#options
    return new AppError(errorCodes.E_NO_TCPDUMP, `${program} cannot be started`, {
      fix: 'Install tcpdump again, then start the capture again.',
    })
  }
}

/** Each argument by itself: no shell ever sees them, and after `--` nothing is an option. */
function liveArguments({ name, filter, snapLength, delivery }: LiveCaptureOptions): string[] {
  const mode = delivery === 'at-once' ? ['--immediate-mode'] : []
  const size = ['-s', String(snapLength), '-B', String(kernelBufferKiB)]
  return ['-i', name, '-U', ...mode, ...size, '-nn', '-w', '-', '--', filter]
}

/** Asks nicely, then not; does nothing once the child has ended. */
function endChild(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  child.once('exit', () => clearTimeout(timer))
}

/** On Linux tcpdump prints its counts on SIGUSR1 (since 4.9); elsewhere they come at the end. */
function askForDrops(child: ChildProcess): boolean {
  return process.platform === 'linux' && child.kill('SIGUSR1')
}

function lastNumber(text: string, pattern: RegExp): number | undefined {
  const match = [...text.matchAll(pattern)].at(-1)
  return match ? Number(match[1]) : undefined
}
