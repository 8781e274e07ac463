import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pcapHeader, pcapRecord } from '../src/pcap/pcap-writer.ts'
import { scenarios } from '../src/simulate/scenarios/scenarios.ts'
import { defaultStartTimeUs, simulate } from '../src/simulate/simulate.ts'
import { hasTshark, tshark } from './tshark.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulated-captures-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Five minutes, at most 40,000 packets, show the whole attack, or enough of a long one. */
const secondsMax = 300
const packetsMax = 40_000

const checksums = ['ip', 'tcp', 'udp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`])
const wrong = [
  '_ws.malformed',
  ...['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].map((name) => `${name}.checksum.status==0`),
]
/** What the connection analysis may remark: a segment sent twice, or a full window, as on any network. */
const expected = ['retransmission', 'keep_alive', 'reused_ports', 'window_full'].map(
  (flag) => `tcp.analysis.${flag}`,
)
/** Teardrop: the last fragment ends within the first, so the datagram is shorter than its UDP header says. */
const contradiction = 'BAD UDP LENGTH'
const strange = `tcp.analysis.flags && !(${expected.join(' || ')})`

/** One capture after the other in one file, an hour apart: starting tshark takes longer than reading. */
const path = join(folder, 'all.pcap')
const lastFrames: number[] = []
let remarks: { frame: number; line: string }[] = []

describe.runIf(hasTshark())('tshark finds nothing wrong with', () => {
  beforeAll(() => {
    writeFileSync(path, pcapHeader())
    let frames = 0
    scenarios.forEach(({ name, durationSeconds }, index) => {
      const seconds = Math.min(durationSeconds, secondsMax)
      const startTimeUs = defaultStartTimeUs + index * 3600e6
      const packets = [
        ...simulate({ scenario: name, seed: 11, startTimeUs, durationSeconds: seconds }),
      ].slice(0, packetsMax)
      appendFileSync(path, Buffer.concat(packets.map((packet) => pcapRecord(packet))))
      frames += packets.length
      lastFrames.push(frames)
    })
    const columns = ['frame.number', '_ws.malformed', '_ws.col.Info'].flatMap((field) => [
      '-e',
      field,
    ])
    const filter = `${wrong.join(' || ')} || (${strange})`
    const lines = tshark(path, ...checksums, '-Y', filter, '-T', 'fields', ...columns)
      .trim()
      .split('\n')
      .filter((line) => line !== '')
    remarks = lines.map((line) => ({ frame: Number.parseInt(line, 10), line }))
  }, 300_000)

  test.each(scenarios.map(({ name }, index) => ({ name, index })))('$name', ({ name, index }) => {
    const after = lastFrames[index - 1] ?? 0
    const until = lastFrames[index] as number
    expect(until).toBeGreaterThan(after)
    const lines = remarks
      .filter(({ frame }) => frame > after && frame <= until)
      .map(({ line }) => line)
    const isStrange = (line: string) => /^\d+\t\t.*\[TCP /.test(line)
    const isMeant = (line: string) =>
      name === 'contradicting_fragments' && line.includes(contradiction)
    expect(lines.filter((line) => !isStrange(line) && !isMeant(line))).toEqual([])
    expect(lines.filter(isStrange).length).toBeLessThan(3)
  })
})
