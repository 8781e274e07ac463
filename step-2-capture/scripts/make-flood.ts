import { once } from 'node:events'
import { floodCapture } from '../test/flood-capture.ts'

/**
 * Writes a SYN flood of that many forged sources to standard output, to see what it does to memory:
 * `node scripts/make-flood.ts 1000000 | net-anomaly analyze -`.
 */
const count = Number(process.argv[2] ?? 1_000_000)
for (const bytes of floodCapture(count)) {
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
}
