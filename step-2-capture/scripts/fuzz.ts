import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FuzzFinding, fuzz } from '../test/fuzz.ts'

/**
 * Feeds damaged packets and captures to the reader and to every decoder: `fuzz.ts --seconds 60
 * --seed 1`. What breaks a promise is written to a file, and is to become a test.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const until = performance.now() + Number(values.seconds) * 1000
console.log(`fuzzing for ${values.seconds} s with seed ${values.seed}`)
try {
  const count = fuzz({ seed: Number(values.seed), goesOn: () => performance.now() < until })
  console.log(`${count} inputs, nothing found`)
} catch (error) {
  if (!(error instanceof FuzzFinding)) throw error
  const path = `fuzz-finding-${values.seed}.bin`
  writeFileSync(path, error.bytes)
  console.error(`${error.message}\nthe input is in ${path}`)
  process.exitCode = 1
}
