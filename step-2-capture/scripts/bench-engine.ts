// Prints how many packets the engine handles in a second of CPU time, with every detector on.
// Usage: node scripts/bench-engine.ts CAPTURE [only-the-engine]
import { closeSync, openSync, readSync } from 'node:fs'
import { detectors } from '../src/detect/detectors.ts'
import { Engine } from '../src/engine.ts'

const chunkBytes = 1_048_576
const [path, mode] = process.argv.slice(2)
if (!path) throw new Error('usage: node scripts/bench-engine.ts CAPTURE [bare]')

const engine = new Engine({
  capture: { source: 'pcap', name: path },
  detectors: mode === 'bare' ? [] : detectors,
  seed: 1,
  onDetection: () => {},
})

const before = process.cpuUsage()
const file = openSync(path, 'r')
const chunk = new Uint8Array(chunkBytes)
for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
  engine.push(chunk.subarray(0, size))
}
engine.end()
closeSync(file)
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
