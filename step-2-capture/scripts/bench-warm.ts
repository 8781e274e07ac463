import { createReadStream } from 'node:fs'
import { detectors } from '../src/detect/detectors.ts'
import { Engine } from '../src/engine.ts'

/**
 * `node scripts/bench-warm.ts FILE.pcap`: the engine with every detector over a capture, three times
 * in one process, and the CPU time of the third as JSON: what a watch costs once V8 has compiled.
 */
const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('usage: node scripts/bench-warm.ts FILE.pcap')
  process.exit(2)
}
await pass(file)
await pass(file)
const before = process.cpuUsage()
const packets = await pass(file)
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ packets, cpu_seconds: (user + system) / 1e6 }))

async function pass(path: string): Promise<number> {
  const engine = new Engine({
    capture: { source: 'pcap', name: path },
    detectors,
    seed: 1,
    onDetection: () => {},
  })
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) engine.push(chunk)
  engine.end()
  return engine.packetCount
}
