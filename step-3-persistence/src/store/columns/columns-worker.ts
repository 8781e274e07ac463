import { parentPort, workerData } from 'node:worker_threads'
import type { AlertColumns } from './alert-columns.ts'
import type { ColumnAnswer, FromColumnsWorker, ToColumnsWorker } from './columns-messages.ts'
import { ColumnsReader } from './columns-reader.ts'
import { countColumnFacets, countRows } from './count-columns.ts'
import { countIncidentColumnFacets, countIncidents } from './count-incident-columns.ts'
import { fewIds, pageIds } from './find-rows.ts'

/*
 * The thread of the columns: `ColumnsThread` starts it and asks. What SQLite throws ends it; the
 * database itself then answers.
 */
const port = parentPort
if (!port) throw new Error('columns-worker.ts is started by ColumnsThread, not by hand')
const reader = new ColumnsReader(workerData as string) // ColumnsThread sends a path.

port.on('message', (question: ToColumnsWorker) => {
  const columns = reader.current()
  if (!columns) void reader.read()
  const answer = columns ? answerTo(columns, question) : undefined
  port.postMessage({ id: question.id, answer } satisfies FromColumnsWorker)
})

function answerTo(columns: AlertColumns, { name, asked }: ToColumnsWorker): ColumnAnswer {
  switch (name) {
    case 'facets':
      return countColumnFacets(columns, asked.filter)
    case 'count':
      return countRows(columns, asked.filter)
    case 'incidents':
      return countIncidents(columns, asked.filter)
    case 'incidentFacets':
      return countIncidentColumnFacets(columns, asked.isBare ? undefined : asked.filter)
    case 'few':
      return fewIds(columns, asked.filter)
    case 'page':
      return pageIds(columns, asked)
  }
}
