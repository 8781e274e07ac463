import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaptureSummary, inspectCapture } from '../src/run/inspect/inspect-capture.ts'

/**
 * Compares `inspect` with another analyser's totals: `compare-inspect.ts FOLDER`, where FOLDER has
 * `expected.tsv` and the captures under `files/`. Prints the agreement of each column, then every
 * file in which a column differs that must agree.
 */
const columns: Record<string, (summary: CaptureSummary) => string | number | null> = {
  frames: (s) => s.frames,
  sum_len: (s) => s.bytes,
  sum_caplen: (s) => s.captured_bytes,
  outer_ip: (s) => s.protocols.ip,
  outer_ipv6: (s) => s.protocols.ipv6,
  outer_arp: (s) => s.protocols.arp,
  outer_tcp: (s) => s.protocols.tcp,
  outer_udp: (s) => s.protocols.udp,
  outer_icmp: (s) => s.protocols.icmp,
  outer_icmpv6: (s) => s.protocols.icmpv6,
  dns: (s) => s.protocols.dns,
  ip_frag: (s) => s.fragments,
  tcp_conv: (s) => s.tcp_conversations,
  udp_conv: (s) => s.udp_conversations,
  first_epoch: (s) => s.first_epoch,
  last_epoch: (s) => s.last_epoch,
  format: (s) => s.format,
  linktype: (s) => s.link_types.join('+'),
}
const required = Object.keys(columns).filter((name) => name === 'frames' || /^outer_/.test(name))

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: compare-inspect.ts FOLDER [COLUMN…]')
const shown = process.argv.length > 3 ? process.argv.slice(3) : required
const [header = '', ...lines] = readFileSync(join(folder, 'expected.tsv'), 'utf8')
  .trim()
  .split('\n')
const names = header.split('\t')
const agreeing = new Map(Object.keys(columns).map((name) => [name, 0]))
const differing: string[] = []
let slowestMs = 0
let equalCount = 0

for (const line of lines) {
  const row = Object.fromEntries(line.split('\t').map((value, i) => [names[i] ?? '', value]))
  const started = performance.now()
  const path = join(folder, 'files', row.file ?? '')
  const summary = await inspectCapture(createReadStream(path, { highWaterMark: 1_048_576 }))
  slowestMs = Math.max(slowestMs, performance.now() - started)
  const differences: string[] = []
  let isEqual = true
  for (const [name, read] of Object.entries(columns)) {
    const actual = String(read(summary) ?? '')
    if (actual === row[name]) agreeing.set(name, (agreeing.get(name) ?? 0) + 1)
    else {
      if (required.includes(name)) isEqual = false
      if (shown.includes(name)) differences.push(`${name} ${actual} (expected ${row[name]})`)
    }
  }
  if (isEqual) equalCount++
  if (differences.length > 0) {
    const error = summary.error ? ` [${summary.error.message}]` : ''
    differing.push(`${row.file} ${row.linktype}: ${differences.join(', ')}${error}`)
  }
}

for (const text of differing) console.log(text)
const share = (count: number) =>
  `${count}/${lines.length} ${((100 * count) / lines.length).toFixed(2)} %`
for (const [name, count] of agreeing) console.log(name.padEnd(12), share(count))
console.log('all that must agree', share(equalCount))
console.log(`slowest file ${slowestMs.toFixed(0)} ms`)
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
