import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulatedCapture } from '../../test/simulated-capture.ts'
import { packetFeatures } from '../features/packet-feature.ts'
import { flowRecord } from '../run/flow-record.ts'
import { windowRecord } from '../run/window-record.ts'

const program = fileURLToPath(new URL('./net-anomaly.ts', import.meta.url))

/** Each test starts the program. */
describe('net-anomaly extract', { timeout: 60_000 }, () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'extract-'))
    const capture = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 2 })
    await writeFile(join(folder, 'scan.pcap'), capture)
  })
  afterAll(() => rm(folder, { recursive: true }))

  function extract(...args: readonly string[]) {
    const all = [program, 'extract', ...args]
    const options = { cwd: folder, encoding: 'utf8' } as const
    const { status, stdout, stderr } = spawnSync(process.execPath, all, options)
    return { status, stdout, stderr }
  }
  const linesOf = async (name: string) =>
    (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n')

  it('writes windows, packets and flows, each in its form', async () => {
    const files = ['--csv', 'anomaly_results.csv', '--flows', 'flows.jsonl']
    const { status, stdout } = extract('scan.pcap', ...files, '--format', 'json')
    const windows = await linesOf('metrics.jsonl')
    expect({ status, report: JSON.parse(stdout) }).toEqual({
      status: 0,
      report: { out: 'metrics.jsonl', windows: windows.length },
    })
    for (const line of windows) windowRecord.parse(JSON.parse(line))
    const flows = (await linesOf('flows.jsonl')).map((line) => flowRecord.parse(JSON.parse(line)))
    expect(flows.some(({ state, end }) => state === 'rejected' && end === 'closed')).toBe(true)
    const [header, ...rows] = await linesOf('anomaly_results.csv')
    expect(header).toBe(
      'Time,Source,Destination,Protocol,Length,Source Port,Destination Port,bad_packet',
    )
    const packets = flows.reduce((sum, flow) => sum + flow.packets_sent + flow.packets_received, 0)
    const isIp = (row: string) => !['ARP', 'other'].includes(row.split(',')[3] ?? '')
    expect(rows.filter(isIp)).toHaveLength(packets)
    expect(new Set(rows.map((row) => row.split(',').at(-1)))).toEqual(new Set(['0', '1']))
  })

  it('keeps an even share of the windows, the same ones each time', async () => {
    extract('scan.pcap', '--out', 'all.jsonl')
    extract('scan.pcap', '--out', 'half.jsonl', '--sample-rate', '0.5')
    const all = await linesOf('all.jsonl')
    expect(await linesOf('half.jsonl')).toEqual(all.filter((_, index) => index % 2 === 1))
  })

  it('begins each file anew at the size that is named, and keeps two before it', async () => {
    const sweep = await simulatedCapture({ scenario: 'arp_sweep', seed: 2 })
    await writeFile(join(folder, 'sweep.pcap'), sweep)
    await mkdir(join(folder, 'plain'))
    const many = Array.from({ length: 12 }, () => 'sweep.pcap')
    const outputs = ['--out', 'rotated.jsonl', '--csv', 'plain/packets']
    extract(...many, ...outputs, '--rotate-bytes', '1048576')
    const names = (await readdir(folder)).filter((name) => name.startsWith('rotated'))
    expect(names.sort()).toEqual(['rotated.1.jsonl', 'rotated.2.jsonl', 'rotated.jsonl'])
    const plain = await readdir(join(folder, 'plain'))
    expect(plain.sort()).toEqual(['packets', 'packets.1', 'packets.2'])
    for (const name of [...names, ...plain.map((file) => join('plain', file))]) {
      expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(1_048_576 + 65_536)
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it.each([
    ['two outputs of one name', ['--out', 'a.csv', '--csv', './a.csv'], /a\.csv, which --out/],
    [
      'an output that another rotates into',
      ['--out', 'a.1.csv', '--csv', 'a.csv', '--rotate-bytes', '1048576'],
      /--csv a\.csv would write a\.1\.csv, which --out writes/,
    ],
    ['an output over a capture', ['--flows', 'scan.pcap'], /scan\.pcap, which is a capture/],
    ['a link to a capture', ['--out', 'link.pcap'], /scan\.pcap, which is a capture/],
  ])('refuses %s, says which, and writes nothing', async (_, args, message) => {
    await symlink('scan.pcap', join(folder, 'link.pcap')).catch(() => {})
    const before = await readFile(join(folder, 'scan.pcap'))
    const { status, stderr } = extract('scan.pcap', ...args)
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) })
    expect(await readFile(join(folder, 'scan.pcap'))).toEqual(before)
    expect((await readdir(folder)).filter((name) => name.startsWith('a.'))).toEqual([])
  })

  it('lets several outputs go to one device', () => {
    expect(extract('scan.pcap', '--out', '/dev/null', '--csv', '/dev/null').status).toBe(0)
  })

  it('writes the features of packets, and judges packets with a model that was trained on them', async () => {
    extract('scan.pcap', '--packet-features', 'features.csv', '--csv', 'rules.csv')
    const [header, ...rows] = await linesOf('features.csv')
    expect(header?.split(',')).toEqual(['index', 'time', ...packetFeatures.map(({ name }) => name)])
    expect(rows.length).toBeGreaterThan(10_000)
    const cells = rows.flatMap((row) => row.split(',').map(Number))
    expect(cells.length).toBe(rows.length * (packetFeatures.length + 2))
    expect(cells.every(Number.isFinite)).toBe(true)
    // A model of the scan's own first packets finds other packets bad than the rules do.
    const train = [
      'train',
      'scan.pcap',
      '--level',
      'packet',
      '--contamination',
      '0.1',
      '--format',
      'json',
    ]
    const { stdout } = spawnSync(process.execPath, [program, ...train], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(JSON.parse(stdout)).toMatchObject({ algorithm: 'forest', packets: rows.length })
    extract('scan.pcap', '--model', 'model.json', '--csv', 'judged.csv')
    const bad = async (name: string) =>
      (await linesOf(name)).filter((line) => line.endsWith(',1')).length
    expect(await bad('judged.csv')).toBeGreaterThan((await bad('rules.csv')) + 100)
  })

  it.each([
    ['no file', []],
    ['a share of nothing', ['scan.pcap', '--sample-rate', '0']],
    ['files too small', ['scan.pcap', '--rotate-bytes', '1000']],
  ])('refuses %s with exit code 2', (_, args) => {
    expect(extract(...args).status).toBe(2)
  })
})
