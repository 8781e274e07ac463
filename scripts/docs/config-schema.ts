import { fileSchema } from 'step-1-skeleton/config'
import { sections } from 'step-2-capture/sections'
import type { GeneratedDocument } from './document.ts'

/** What `net-anomaly.yaml` may hold in any step: editors check a file with it while it is written. */
export const configSchema: GeneratedDocument = {
  path: 'docs/net-anomaly.schema.json',
  make: () => `${JSON.stringify(fileSchema(sections), null, 2)}\n`,
}
