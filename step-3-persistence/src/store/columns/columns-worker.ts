import { parentPort, workerData } from 'node:worker_threads'
import type { FromColumnsWorker, ToColumnsWorker } from './columns-messages.ts'
import { ColumnsReader } from './columns-reader.ts'
import { countColumnFacets, countIncidents, countRows } from './count-columns.ts'

/*
 * The thread of the columns: `ColumnsThread` starts it and asks. What SQLite throws ends it; the
 * database itself then answers.
 */
const port = parentPort
if (!port) throw new Error('columns-worker.ts is started by ColumnsThread, not by hand')
const reader = new ColumnsReader(workerData as string) // ColumnsThread sends a path.
const count = { facets: countColumnFacets, count: countRows, incidents: countIncidents }

port.on('message', ({ id, name, filter }: ToColumnsWorker) => {
  const columns = reader.current()
  if (!columns) void reader.read()
  const answer = columns ? count[name](columns, filter) : undefined
  port.postMessage({ id, answer } satisfies FromColumnsWorker)
})
