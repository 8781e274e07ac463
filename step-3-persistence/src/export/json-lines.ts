import { jsonLineFormat } from './alert-format.ts'

/** The alerts as the API gives them. */
export const jsonLines = jsonLineFormat({
  name: 'jsonl',
  extension: 'jsonl',
  document: (alert) => alert,
})
