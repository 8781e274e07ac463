import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { type FailureLog, printFailure } from 'step-1-skeleton'
import { readable } from './json-line.ts'
import type { Monitor } from './monitor.ts'
import { RotatingFile } from './rotating-file.ts'

/** The same failure once a minute: a database that is away fails every second. */
const repeatMs = 60_000
/** Failures that differ; at 0.2 kB they take 20 kB. */
const knownCountMax = 100

export interface AppLogOptions {
  readonly folder: string
  readonly nowMs: () => number
}

export interface AppLog {
  /** For events: a line of JSON each. */
  readonly logger: Logger
  /** For failures: prints them and writes them down, the same one once a minute. */
  readonly failures: FailureLog
  close(): void
}

/** `logs/app.log`: what the server did, a line of JSON at a time, of bounded size. */
export function openAppLog({ folder, nowMs }: AppLogOptions): AppLog {
  const file = new RotatingFile({ path: join(folder, 'app.log') })
  const write = (line: string) => {
    file.write(readable(line))
    // An event is rare, and worth most when the program ends right after it.
    file.flush()
  }
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const logger = pino(options, { write })
  return { logger, failures: failureLog(logger, nowMs), close: () => file.close() }
}

function failureLog(logger: Logger, nowMs: () => number): FailureLog {
  const known = new Map<string, { readonly untilMs: number; count: number }>()
  return (failure) => {
    const { code, message, fix, cause } = failure
    const before = known.get(`${code} ${message}`)
    if (before && nowMs() < before.untilMs) {
      before.count++
      return
    }
    if (known.size >= knownCountMax) known.clear()
    known.set(`${code} ${message}`, { untilMs: nowMs() + repeatMs, count: 0 })
    const repeated = before && before.count > 0 ? { repeated: before.count } : {}
    logger.error({ code, fix, ...repeated, err: cause }, message)
    printFailure(failure)
  }
}

/** Writes down each run: when it began, and how it ended. */
export function logRuns(monitor: Monitor, logger: Logger): () => void {
  return monitor.onRun((run) => {
    const { state, run_id, source, error, stats, starts } = run.record()
    const { packets, anomalies, detections, drops } = stats
    const numbers = { packets, anomalies, detections, drops }
    if (state === 'starting') logger.info({ run_id, source }, 'a run starts')
    else if (state === 'restarting') {
      logger.error({ run_id, source, error, starts }, 'a capture failed; it is started again')
    } else if (state === 'failed') logger.error({ run_id, source, error }, 'a run failed')
    else if (state === 'interrupted') {
      logger.warn({ run_id, source, ...numbers }, 'a run was cut short by the end of the server')
    } else if (state === 'done') {
      logger.info({ run_id, source, ...numbers, problems: run.problems }, 'a run ended')
    }
  })
}
