import { Worker } from 'node:worker_threads'
import { AppError, faultPlaceOf, toAppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { errorOf, failureOfThread } from './failure.ts'
import type {
  EngineChange,
  EngineTask,
  FromEngine,
  Queries,
  Question,
  Tick,
  ToEngine,
} from './messages.ts'

/** Ordinary objects of the engine fit into a tenth of that; its tables are outside of this heap. */
const heapMegabytesMax = 512
/** New objects: with more room they are collected later, and the process is 100 MB larger. */
const youngMegabytesMax = 12

export interface EngineThreadOptions {
  readonly task: EngineTask
  /** The source is open. */
  readonly onRunning: () => void
  readonly onTick: (tick: Tick) => void
  /** The run is over and everything of it was reported; also when the thread broke down. */
  readonly onEnded: (failure: AppError | undefined) => void
}

/** The main thread's end of the engine's thread. Told once about everything, `onEnded` last. */
export class EngineThread {
  readonly #options: EngineThreadOptions
  readonly #worker: Worker
  readonly #questions = new Map<number, (answer: unknown) => void>()
  #questionCount = 0
  #childPid: number | undefined
  #hasEnded = false
  #isOver = false

  constructor(options: EngineThreadOptions) {
    this.#options = options
    this.#worker = new Worker(new URL('./engine-worker.ts', import.meta.url), {
      workerData: options.task,
      resourceLimits: {
        maxOldGenerationSizeMb: heapMegabytesMax,
        maxYoungGenerationSizeMb: youngMegabytesMax,
      },
    })
    this.#worker.on('message', (message: FromEngine) => this.#receive(message))
    this.#worker.on('error', (error) => this.#breakDown(error))
    this.#worker.on('exit', () => this.#exit())
  }

  /** Asks the engine to end; `onEnded` follows once the last packets are judged. */
  stop(): void {
    this.#send({ kind: 'stop' })
  }

  /** Sets detectors, rules or model from the next packet on: see `Engine.exchangeDetectors`. */
  configure(change: EngineChange): void {
    this.#send({ kind: 'change', change })
  }

  /** Ends the thread at once, and the process that captures for it. */
  async terminate(): Promise<void> {
    if (this.#childPid !== undefined) killChild(this.#childPid)
    await this.#worker.terminate()
  }

  /** What the engine answers; undefined when its thread is gone. */
  ask<Name extends keyof Queries>(
    name: Name,
    query: Queries[Name]['query'],
  ): Promise<Queries[Name]['answer'] | undefined> {
    if (this.#isOver) return Promise.resolve(undefined)
    const id = this.#questionCount++
    // A name and its own query are one of the questions; TypeScript cannot see that they match.
    this.#send({ kind: 'query', id, question: { name, query } as Question })
    return new Promise((resolve) => {
      this.#questions.set(id, (answer) => resolve(answer as Queries[Name]['answer'] | undefined))
    })
  }

  #send(message: ToEngine): void {
    this.#worker.postMessage(message)
  }

  #receive(message: FromEngine): void {
    switch (message.kind) {
      case 'running':
        this.#options.onRunning()
        break
      case 'child':
        this.#childPid = message.pid
        break
      case 'tick':
        this.#options.onTick(message.tick)
        this.#send({ kind: 'taken' })
        break
      case 'answer':
        this.#questions.get(message.id)?.(message.answer)
        this.#questions.delete(message.id)
        break
      case 'ended':
        this.#childPid = undefined
        // It still answers questions, but no caller has to wait for it.
        this.#worker.unref()
        this.#end(message.failure ? errorOf(message.failure) : undefined)
        break
    }
  }

  #end(failure: AppError | undefined): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#options.onEnded(failure)
  }

  #breakDown(error: unknown): void {
    this.#end(failureOfThread(error) ?? brokenDown(error))
  }

  #exit(): void {
    this.#isOver = true
    if (this.#childPid !== undefined) killChild(this.#childPid)
    for (const answer of this.#questions.values()) answer(undefined)
    this.#questions.clear()
    this.#breakDown(new Error('its thread ended'))
  }
}

/** The thread is gone, so its error is all that is left: it names the line that it came from. */
function brokenDown(error: unknown): AppError {
  const failure = toAppError(error)
  if (failure.code !== 'E_INTERNAL') return failure
  const reason = error instanceof Error ? error.message : String(error)
  const place = faultPlaceOf(error)
  const where = place ? ` at ${place.text}` : ''
  return new AppError(errorCodes.E_ENGINE_FAILED, `the engine broke down${where}: ${reason}`, {
    fix: 'Start again; if it happens with the same capture, please report it.',
  })
}

function killChild(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
