import type { AlertFormat } from './alert-format.ts'
import { cefFormat } from './cef.ts'
import { csvFormat } from './csv.ts'
import { ecsFormat } from './ecs.ts'
import { eveFormat } from './eve.ts'
import { jsonLines } from './json-lines.ts'
import { stixFormat } from './stix.ts'

/** Every form of export. A new one is a file beside this, and a line here. */
export const formats: readonly AlertFormat[] = [
  jsonLines,
  csvFormat,
  eveFormat,
  ecsFormat,
  cefFormat,
  stixFormat,
]
