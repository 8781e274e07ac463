import { chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { writePcap } from 'step-2-capture'

/**
 * A program in the place of tcpdump, so that tests need no privilege: a packet each 100 ms, or the
 * whole of a capture at once, what `handOver` gives it later, counts when they are asked for, an
 * end at SIGTERM. Gives the search path on which it is found first.
 */
export async function fakeTcpdump(folder: string, given?: Uint8Array): Promise<string> {
  const programs = join(folder, 'programs')
  await mkdir(programs)
  const bytes = Buffer.alloc(60)
  bytes.writeUInt16BE(0x0800, 12)
  const record = { timeSeconds: 1_768_381_200, timeNanoseconds: 0, bytes }
  const capture = Buffer.concat([...writePcap([record])])
  await writeFile(join(programs, 'header'), given ?? capture.subarray(0, 24))
  await writeFile(join(programs, 'packet'), given ? '' : capture.subarray(24))
  const path = join(programs, 'tcpdump')
  await writeFile(path, program)
  await chmod(path, 0o755)
  return [programs, process.env.PATH].join(delimiter)
}

/** Lets the program write these records next, once. */
export async function handOver(folder: string, records: Uint8Array): Promise<void> {
  const draft = join(folder, 'programs', 'draft')
  await writeFile(draft, records)
  await rename(draft, join(folder, 'programs', 'next'))
}

const program = `#!/bin/sh
folder=$(dirname "$0")
echo $$ > "$folder/pid"
trap 'echo "0 packets dropped by kernel" >&2' USR1
trap 'exit 0' TERM
cat "$folder/header"
while cat "$folder/packet"; do
  if mv "$folder/next" "$folder/now" 2> /dev/null; then cat "$folder/now"; fi
  sleep 0.1
done
`
