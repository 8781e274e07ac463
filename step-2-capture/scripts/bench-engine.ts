// Prints how many packets the engine handles in a second of CPU time, with every detector on.
// Usage: node scripts/bench-engine.ts CAPTURE [--bare] [--passes 3]
// --bare leaves the detectors out; of several passes in one process the last is measured, when V8
// has compiled what it will.
import { closeSync, openSync, readSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { detectors } from '../src/detect/detectors.ts'
import { Engine } from '../src/engine.ts'

const chunkBytes = 1_048_576
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { bare: { type: 'boolean' }, passes: { type: 'string', default: '1' } },
})
const [path] = positionals
if (!path) throw new Error('usage: node scripts/bench-engine.ts CAPTURE [--bare] [--passes 3]')

for (let rest = Number(values.passes); rest > 1; rest--) pass(path)
const before = process.cpuUsage()
const engine = pass(path)
const { user, system } = process.cpuUsage(before)

const cpuSeconds = (user + system) / 1e6
const peakBytes = process.resourceUsage().maxRSS * 1024
console.log(
  JSON.stringify({
    packets: engine.packetCount,
    cpu_seconds: Number(cpuSeconds.toFixed(3)),
    packets_per_cpu_second: Math.round(engine.packetCount / cpuSeconds),
    peak_megabytes: Math.round(peakBytes / 1e6),
    flows: engine.flows.startedCount,
    detections: engine.detectionCount,
  }),
)

function pass(capture: string): Engine {
  const run = new Engine({
    capture: { source: 'pcap', name: capture },
    detectors: values.bare ? [] : detectors,
    seed: 1,
    onDetection: () => {},
  })
  const file = openSync(capture, 'r')
  const chunk = new Uint8Array(chunkBytes)
  for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
    run.push(chunk.subarray(0, size))
  }
  run.end()
  closeSync(file)
  return run
}
