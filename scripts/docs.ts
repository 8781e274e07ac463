import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { documents } from './docs/documents.ts'
import { staleDocuments, writeDocuments } from './docs/write-documents.ts'

/**
 * `npm run docs`: writes the documents that are made from the code. With `--check`, which is part
 * of `npm run check`, it writes nothing and fails where a document is not what the code gives.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

if (values.check) {
  const stale = await staleDocuments(root, documents)
  for (const { path, line } of stale) console.error(`${path}:${line} differs from the code`)
  if (stale.length > 0) {
    console.error('npm run docs writes it again; read the change before you keep it')
    process.exitCode = 1
  }
} else {
  const written = await writeDocuments(root, documents)
  for (const path of written) console.log(`wrote ${path}`)
  if (written.length === 0) console.log('every document is up to date')
}
