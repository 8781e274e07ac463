import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { writePcap } from '../pcap/pcap-writer.ts'
import { evaluateCases } from './evaluate-cases.ts'
import { casesText } from './evaluation-text.ts'
import { readWrittenCases, type WrittenCase } from './written-case.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'net-anomaly-cases-'))
  const write = async (file: string, { records }: TrafficScript) =>
    await writeFile(join(folder, file), Buffer.concat([...writePcap(records)]))
  const scan = new TrafficScript()
  for (let port = 1; port <= 60; port++) {
    const from = scan.client('10.0.0.6')
    scan.tcp(from, `10.0.0.9:${port}`, 2).tcp(`10.0.0.9:${port}`, from, 20).wait(0.01)
  }
  await write('scan.pcap', scan)
  const [first, second] = [new TrafficScript(), new TrafficScript()]
  first.connection('10.0.0.5:40001', '10.0.0.9:80', {
    says: ['GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n'],
  })
  second
    .wait(60)
    .connection('10.0.0.5:40002', '10.0.0.9:80', { says: ['GET / HTTP/1.1\r\n\r\n', ''] })
  await write('visit-1.pcap', first)
  await write('visit-2.pcap', second)
})
afterAll(() => rm(folder, { recursive: true }))

const judge = async (wanted: WrittenCase) => {
  const [verdict] = await evaluateCases([wanted], { folder, settings: {} })
  return verdict?.wrong
}

test.each<WrittenCase>([
  { files: ['scan.pcap'], finds: ['vertical_port_scan'], source: '10.0.0.6' },
  { files: ['scan.pcap'], never: ['beaconing'], flows: { count: 60, source: '10.0.0.6' } },
  {
    files: ['visit-1.pcap', 'visit-2.pcap'],
    staysBelow: 'low',
    flows: { count: 2, states: ['closed'] },
  },
  { files: ['visit-1.pcap'], undecoded: 0, invalidTimes: 0, flows: { sourcePort: 40001 } },
])('%j is right', async (wanted) => {
  expect(await judge(wanted)).toEqual([])
})

test.each<[WrittenCase, string]>([
  [{ files: ['scan.pcap'], finds: ['beaconing'] }, 'beaconing is not found'],
  [
    { files: ['scan.pcap'], finds: ['vertical_port_scan'], source: '10.0.0.9' },
    'vertical_port_scan is said of 10.0.0.6, not of 10.0.0.9',
  ],
  [{ files: ['scan.pcap'], staysBelow: 'medium' }, 'medium: 10.0.0.6 probed'],
  [{ files: ['scan.pcap'], never: ['vertical_port_scan'] }, 'medium: 10.0.0.6 probed'],
  [{ files: ['scan.pcap'], detectionSecondsMin: 60 }, 'the last is seen at 0'],
  [{ files: ['visit-1.pcap'], flows: { count: 2 } }, 'flows: 1, not 2'],
  [{ files: ['visit-1.pcap'], flows: { retransmissions: 1 } }, 'retransmissions: 0, not 1'],
  [{ files: ['visit-1.pcap'], flows: { states: ['attempted'] } }, 'the state of a flow is closed'],
  [{ files: ['visit-1.pcap'], undecoded: 3 }, 'packets not judged: 0, not 3'],
])('%j is wrong: %s', async (wanted, sentence) => {
  expect((await judge(wanted))?.[0]).toContain(sentence)
})

test('counts the right ones, and says what is wrong about the others', () => {
  const verdicts = [
    { files: ['a.pcap'], wrong: [] },
    { files: ['b.pcap'], wrong: ['flows: 1, not 2'] },
  ]
  expect(casesText(verdicts)).toBe('Written cases right: 1 of 2.\nb.pcap: flows: 1, not 2')
})

test('says what is wrong with a list of cases', async () => {
  const path = join(folder, 'cases.json')
  await writeFile(path, '[{ "files": ["a.pcap"], "find": [] }]')
  await expect(readWrittenCases(path)).rejects.toMatchObject({ code: 'E_NO_LABELS' })
})
