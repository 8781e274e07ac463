import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { writePcap } from '../src/pcap/pcap-writer.ts'
import { scenarios } from '../src/simulate/scenarios/scenarios.ts'
import { simulate } from '../src/simulate/simulate.ts'
import { hasTshark, tshark } from './tshark.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulated-captures-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Five minutes show the whole attack, or enough of a long one. */
const secondsMax = 300

const checksums = ['ip', 'tcp', 'udp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`])
const wrong = [
  '_ws.malformed',
  ...['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].map((name) => `${name}.checksum.status==0`),
]
/** What the connection analysis may remark: a segment sent twice, now and then, as on any network. */
const expected = ['retransmission', 'keep_alive', 'reused_ports'].map(
  (flag) => `tcp.analysis.${flag}`,
)
const strange = `tcp.analysis.flags && !(${expected.join(' || ')})`

describe.runIf(hasTshark())('tshark finds nothing wrong with', () => {
  test.each(scenarios)('$name', ({ name, durationSeconds }) => {
    const seconds = Math.min(durationSeconds, secondsMax)
    const simulation = simulate({ scenario: name, seed: 11, durationSeconds: seconds })
    const path = join(folder, `${name}.pcap`)
    writeFileSync(path, Buffer.concat([...writePcap(simulation)]))
    const columns = ['_ws.malformed', 'frame.number', '_ws.col.Info'].flatMap((field) => [
      '-e',
      field,
    ])
    const filter = `${wrong.join(' || ')} || (${strange})`
    const lines = tshark(path, ...checksums, '-Y', filter, '-T', 'fields', ...columns)
      .trim()
      .split('\n')
    const isStrange = (line: string) => /^\t.*\[TCP /.test(line)
    expect(lines.filter((line) => line !== '' && !isStrange(line))).toEqual([])
    expect(lines.filter(isStrange).length).toBeLessThan(3)
  })
})
