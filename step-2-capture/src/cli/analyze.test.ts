import { spawnSync } from 'node:child_process'
import { lstat, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulatedCapture } from '../../test/simulated-capture.ts'
import type { AnalyzeReport } from '../run/analyze-capture.ts'
import { describeCommandFailure } from './command-failure.ts'
import { runCommandLine } from './command-line.ts'
import { commands, overview } from './commands.ts'

const program = fileURLToPath(new URL('./net-anomaly.ts', import.meta.url))

/** Each test starts the program several times. */
describe('net-anomaly', { timeout: 60_000 }, () => {
  let folder: string
  let capture: Uint8Array<ArrayBuffer>
  let path: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-'))
    path = join(folder, 'scan.pcap')
    capture = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 2 })
    await writeFile(path, capture)
  })
  afterAll(() => rm(folder, { recursive: true }))

  function run(args: readonly string[], input: Uint8Array | string = '') {
    const options = { cwd: folder, encoding: 'utf8', input } as const
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options)
    return { status, stdout, stderr }
  }

  function analyze(args: readonly string[], input?: Uint8Array) {
    const { stdout, ...rest } = run(['analyze', '--format', 'json', ...args], input)
    const lines = stdout.trimEnd().split('\n')
    const reports = lines.map((line) => JSON.parse(line) as AnalyzeReport & { error?: object })
    return { reports, stdout, ...rest }
  }

  it('prints a line of JSON a file, and nothing else', () => {
    const { reports, status, stderr } = analyze([path, path])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(reports).toHaveLength(2)
    const [report] = reports
    expect(report).toMatchObject({ file: path, packets: expect.any(Number) })
    expect(report?.seconds).toBeCloseTo(120, -1)
    const scan = report?.detections.find(({ kind }) => kind === 'vertical_port_scan')
    expect(Object.keys(scan ?? {})).toEqual(
      expect.arrayContaining([
        ...['detector', 'kind', 'severity', 'score', 'confidence', 'source', 'target'],
        ...['first_seen', 'last_seen', 'title', 'technique', 'reasons'],
      ]),
    )
  })

  it('says which windows of hosts are alarms within a budget, when it is given one', () => {
    const { reports } = analyze(['--alarm-budget', '1', path])
    const [alarm] = reports[0]?.host_alarms?.windows ?? []
    expect(alarm).toMatchObject({ is_alarm: true, votes: [{ kind: 'vertical_port_scan' }] })
    expect(analyze(['--alarm-budget', '0.000001', path]).reports[0]?.host_alarms?.total).toBe(0)
    expect(analyze([path]).reports[0]?.host_alarms).toBeUndefined()
    expect(run(['analyze', '--alarm-budget', '1', path]).stdout).toContain(`alarm     `)
  })

  it('says the same byte for byte when it is run again', () => {
    expect(analyze([path]).stdout).toBe(analyze([path]).stdout)
  })

  it('reads gzip, and standard input, as it reads a file', async () => {
    const packed = join(folder, 'scan.pcap.gz')
    await writeFile(packed, gzipSync(capture))
    const [plain] = analyze([path]).reports
    const kinds = (report: AnalyzeReport | undefined) => report?.detections.map(({ kind }) => kind)
    expect(kinds(analyze([packed]).reports[0])).toEqual(kinds(plain))
    const [input] = analyze(['-'], capture).reports
    expect(input).toMatchObject({ file: '-', packets: plain?.packets, seconds: plain?.seconds })
  })

  it('reports what it read of a cut file, why it ended, and goes on with the next', async () => {
    const cut = join(folder, 'cut.pcap')
    await writeFile(cut, capture.subarray(0, capture.length - 5))
    const page = join(folder, 'page.pcap')
    await writeFile(page, '<!doctype html>')
    const { reports, status } = analyze([cut, page, join(folder, 'nothing'), path])
    expect(status).toBe(1)
    expect(reports.map(({ error }) => error)).toEqual([
      expect.objectContaining({ code: 'E_CAPTURE_TRUNCATED', fix: expect.any(String) }),
      expect.objectContaining({ code: 'E_NOT_A_CAPTURE' }),
      expect.objectContaining({ code: 'E_NO_FILE' }),
      undefined,
    ])
    const counts = reports.map(({ packets }) => packets)
    expect(counts).toEqual([(counts[3] ?? 0) - 1, 0, 0, expect.any(Number)])
  })

  it('exits with 2 after bad usage, and says nothing on standard output', () => {
    const { status, stdout, stderr } = run(['analyze', '--formt', 'json', 'x'])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('E_BAD_USAGE: there is no option --formt')
  })

  it.each([
    [['analyze'], 'name at least one file'],
    [['analyze', '--format', 'xml', 'x'], 'neither text nor json'],
    [['analyze', 'x', '--model'], '--model needs a value'],
    [['analyze', 'x', '--alarm-budget', '0'], 'not above 0'],
    [['extract', '--sample-rate', '2', 'x'], 'sample-rate'],
    [['train', '--contamination', '0', 'x'], 'contamination'],
    [['capture'], 'interface'],
    [['serve', '--mode', 'pcap', '--port', '0'], '--mode pcap needs --pcap'],
    [['serve', '--speed', 'fast', '--port', '0'], 'speed'],
  ])('takes %j for bad usage', async ([name, ...args], complaint) => {
    const command = await commands.find((known) => known.name === name)?.load()
    const failure = await runCommandLine(command ?? {}, args).catch(describeCommandFailure)
    expect(failure).toEqual({ exitCode: 2, text: expect.stringContaining(complaint) })
  })

  it('shows its commands, and the options of each', () => {
    expect(run([]).stdout).toBe(`${overview()}\n`)
    expect(run(['analyze', '--help']).stdout).toContain('--model')
  })

  it('trains a model that analyze then judges with', () => {
    const trained = run(['train', path, '--out', 'model.json', '--algorithm', 'forest'])
    expect(trained).toMatchObject({ status: 0, stdout: expect.stringContaining('forest model') })
    expect(analyze(['--model', 'model.json', path]).status).toBe(0)
    const { status, stderr } = run(['analyze', '--model', 'scan.pcap', path])
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('E_MODEL') })
  })

  it('extracts the host windows, a share of them, and the packets', async () => {
    const extract = (...args: string[]) =>
      JSON.parse(run(['extract', path, '--out', 'm.jsonl', '--format', 'json', ...args]).stdout)
    const all = extract('--csv', 'a.csv')
    expect(all.windows).toBeGreaterThan(100)
    const lines = (await readFile(join(folder, 'm.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(all.windows)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ source: 'pcap', features: {} })
    const rows = (await readFile(join(folder, 'a.csv'), 'utf8')).trimEnd().split('\n')
    expect(rows[0]).toMatch(/^Time,.*,bad_packet$/)
    expect(rows.filter((row) => row.endsWith(',1')).length).toBeGreaterThan(100)
    // The second time it replaces what the first wrote.
    expect(extract('--sample-rate', '0.5').windows).toBe(Math.floor(all.windows / 2))
    const half = (await readFile(join(folder, 'm.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(half).toHaveLength(Math.floor(all.windows / 2))
  })

  it('writes through a link, and leaves the link where it is', async () => {
    await symlink(join(folder, 'target.jsonl'), join(folder, 'link.jsonl'))
    expect(run(['extract', path, '--out', 'link.jsonl']).status).toBe(0)
    expect((await lstat(join(folder, 'link.jsonl'))).isSymbolicLink()).toBe(true)
    expect((await readFile(join(folder, 'target.jsonl'), 'utf8')).length).toBeGreaterThan(1_000)
  })
})
