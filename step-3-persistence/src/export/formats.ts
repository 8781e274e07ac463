import { jsonLine } from 'step-2-capture'
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
  jsonl: lineFormat(ndjson, 'jsonl', (alert) => jsonLine(alert)),
  csv: csvFormat,
  eve: lineFormat(ndjson, 'eve.json', (alert) => jsonLine(eveEvent(alert))),
  ecs: lineFormat(ndjson, 'ecs.ndjson', (alert) => jsonLine(ecsDocument(alert))),
  cef: lineFormat('text/plain; charset=utf-8', 'cef', cefLine),
  stix: stixFormat,
}
