import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { readable } from './json-line.ts'
import type { Monitor } from './monitor.ts'
import { RotatingFile } from './rotating-file.ts'

export interface AppLog {
  /** For whoever has something to say: a line of JSON each. */
  readonly logger: Logger
  close(): void
}

/** `logs/app.log`: what the server did, a line of JSON at a time, of bounded size. */
export function openAppLog(folder: string): AppLog {
  const file = new RotatingFile({ path: join(folder, 'app.log') })
  const write = (line: string) => {
    file.write(readable(line))
    // An event is rare, and worth most when the program ends right after it.
    file.flush()
  }
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime }
  return { logger: pino(options, { write }), close: () => file.close() }
}

/** Writes down each run: when it began, and how it ended. */
export function logRuns(monitor: Monitor, logger: Logger): () => void {
  return monitor.onStatus(({ state, run_id, source, error, stats }) => {
    if (state === 'starting') logger.info({ run_id, source }, 'a run starts')
    else if (state === 'failed') logger.error({ run_id, source, error }, 'a run failed')
    else if (state === 'done') {
      const { packets, anomalies, detections, drops } = stats
      const numbers = { packets, anomalies, detections, drops }
      logger.info({ run_id, source, ...numbers, problems: monitor.problems }, 'a run ended')
    }
  })
}
