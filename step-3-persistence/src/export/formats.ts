import { type AlertFormat, lineFormat } from './alert-format.ts'
import { cefLine } from './cef.ts'
import { csvFormat } from './csv.ts'
import { ecsDocument } from './ecs.ts'
import { eveEvent } from './eve.ts'
import { stixFormat } from './stix.ts'

const ndjson = 'application/x-ndjson; charset=utf-8'

export const formatNames = ['jsonl', 'csv', 'eve', 'ecs', 'cef', 'stix'] as const
export type FormatName = (typeof formatNames)[number]

export const formats: Readonly<Record<FormatName, AlertFormat>> = {
  jsonl: lineFormat(ndjson, 'jsonl', (alert) => JSON.stringify(alert)),
  csv: csvFormat,
  eve: lineFormat(ndjson, 'eve.json', (alert) => JSON.stringify(eveEvent(alert))),
  ecs: lineFormat(ndjson, 'ecs.ndjson', (alert) => JSON.stringify(ecsDocument(alert))),
  cef: lineFormat('text/plain; charset=utf-8', 'cef', cefLine),
  stix: stixFormat,
}
