import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import type { DetectorRecord } from '../detect/config/detector-record.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { repeated } from './run-options.ts'

const program = fileURLToPath(new URL('./net-anomaly.ts', import.meta.url))
const monitor = '203.0.113.9'

/** Each test starts the program several times. */
describe('the configuration of a command', { timeout: 60_000 }, () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-config-'))
    await writeFile(join(folder, 'capture.pcap'), sweepAndPolling().bytes())
  })
  afterAll(() => rm(folder, { recursive: true }))

  function run(args: readonly string[], env: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: join(folder, 'data'), ...env },
    })
    return { status, stdout, stderr }
  }

  function analyze(args: readonly string[], env: Record<string, string> = {}) {
    const { stdout, ...rest } = run(['analyze', '--format', 'json', ...args, 'capture.pcap'], env)
    const detections: Detection[] = stdout === '' ? [] : JSON.parse(stdout).detections
    return { ...rest, detections, kinds: [...new Set(detections.map(({ kind }) => kind))].sort() }
  }

  const write = (name: string, text: string) => writeFile(join(folder, name), text)

  it('finds what the defaults find without a file, and says nothing of one', () => {
    expect(analyze([])).toMatchObject({ status: 0, stderr: '', kinds: ['beaconing'] })
  })

  it('takes a threshold from the file, and another from --set before it', async () => {
    await write('sweep.yaml', 'detectors:\n  ping_sweep:\n    addressCountMin: 3\n')
    const config = ['--config', 'sweep.yaml']
    expect(analyze(config)).toMatchObject({ stderr: '', kinds: ['beaconing', 'ping_sweep'] })
    const set = [...config, '--set', 'ping_sweep.addressCountMin=40']
    expect(analyze(set)).toMatchObject({ stderr: '', kinds: ['beaconing'] })
  })

  it('keeps a monitor that the allow list names from being a beacon', async () => {
    await write('allow.yaml', `detectors:\n  beaconing:\n    allow: [${monitor}]\n`)
    expect(analyze(['--config', 'allow.yaml']).kinds).toEqual([])
    expect(analyze(['--set', 'beaconing.allow=203.0.113.0/24']).kinds).toEqual([])
    expect(analyze(['--set=beaconing.allow=203.0.114.0/24']).kinds).toEqual(['beaconing'])
  })

  it('switches a detector off, with every --set that is given', () => {
    const off = ['--set', 'beaconing.enabled=false', '--set', 'ping_sweep.addressCountMin=3']
    expect(analyze(off).kinds).toEqual(['ping_sweep'])
  })

  it('says which file it found by itself: of NET_ANOMALY_CONFIG, or in the data folder', async () => {
    await write('env.yaml', 'sensor: of-the-environment\n')
    const path = join(folder, 'env.yaml')
    const named = analyze([], { NET_ANOMALY_CONFIG: path })
    expect(named.stderr).toBe(`configuration: ${path}\n`)
    expect(named.detections[0]?.sensor).toBe('of-the-environment')
    const home = join(folder, 'home')
    await mkdir(home)
    await write('home/net-anomaly.yaml', 'detectors:\n  beaconing:\n    enabled: false\n')
    expect(analyze([], { DATA_DIR: home })).toMatchObject({
      stderr: `configuration: ${join(home, 'net-anomaly.yaml')}\n`,
      kinds: [],
    })
  })

  it('refuses a wrong file by name and line, and a wrong --set, with exit code 2', async () => {
    await write('wrong.yaml', 'detectors:\n  beaconing:\n    scoreMin: 7\n')
    const file = analyze(['--config', 'wrong.yaml'])
    expect(file).toMatchObject({ status: 2, detections: [] })
    expect(file.stderr).toContain(
      'E_BAD_CONFIG: wrong.yaml:3: detectors.beaconing.scoreMin must be a share from 0 to 1, not 7',
    )
    const set = analyze(['--set', 'beaconing.scoreMin=7'])
    expect(set).toMatchObject({ status: 2, detections: [] })
    expect(set.stderr).toContain('E_BAD_OPTION: beaconing.scoreMin must be a share from 0 to 1')
  })

  it('names the sensor in detections and flows: the host, the file, or NET_ANOMALY_SENSOR', async () => {
    await write('sensor.yaml', 'sensor: gate-1\n')
    const sensorsOf = async (args: readonly string[], env: Record<string, string> = {}) => {
      const out = ['--out', 'windows.jsonl', '--flows', 'flows.jsonl']
      expect(run(['extract', 'capture.pcap', ...out, ...args], env).status).toBe(0)
      const lines = (await readFile(join(folder, 'flows.jsonl'), 'utf8')).trimEnd().split('\n')
      const flows = lines.map((line) => JSON.parse(line).sensor)
      const detections = analyze(args, env).detections.map(({ sensor }) => sensor)
      return new Set([...flows, ...detections])
    }
    expect(await sensorsOf([])).toEqual(new Set([hostname()]))
    const config = ['--config', 'sensor.yaml']
    expect(await sensorsOf(config)).toEqual(new Set(['gate-1']))
    expect(await sensorsOf(config, { NET_ANOMALY_SENSOR: 'x' })).toEqual(new Set(['x']))
    expect(analyze([], { NET_ANOMALY_SENSOR: 'a\nb' })).toMatchObject({ status: 2 })
  })

  it('lists each detector as a line of JSON with its options as they are in force', () => {
    const args = ['--set', 'beaconing.scoreMin=0.8', '--set', 'arp_sweep.enabled=false']
    const { stdout } = run(['detectors', '--format', 'json', ...args])
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as DetectorRecord)
    const recordOf = (name: string) => records.find((record) => record.name === name)
    expect(recordOf('arp_sweep')).toMatchObject({ enabled: false })
    expect(recordOf('beaconing')).toMatchObject({
      family: 'behaviour',
      enabled: true,
      kinds: [{ kind: 'beaconing', technique: { id: 'T1071' } }],
    })
    expect(recordOf('beaconing')?.options).toContainEqual({
      name: 'scoreMin',
      about: 'Score from which it is a beacon',
      value: 0.8,
      default: 0.85,
      unit: 'share',
      min: 0,
      max: 1,
      source: 'RITA',
      origin: 'set',
    })
  })

  it('shows the detectors that are named, as text, and refuses a name that no detector has', () => {
    const { stdout } = run(['detectors', 'beaconing', '--set', 'beaconing.scoreMin=0.8'])
    expect(stdout).toContain('beaconing (behaviour, on)')
    expect(stdout).toContain(
      'scoreMin = 0.8 share (Score from which it is a beacon, 0 to 1, from --set)',
    )
    expect(stdout).not.toContain('ping_sweep')
    expect(run(['detectors', 'beacon'])).toMatchObject({ status: 2, stdout: '' })
  })
})

it('reads --set wherever it stands, up to two dashes', () => {
  expect(
    repeated('set', ['a.pcap', '--set', 'a.b=1', '--set=c.d=2', '--', '--set', 'e.f=3']),
  ).toEqual(['a.b=1', 'c.d=2'])
})

/** Four silent addresses, where a sweep has five; and a program that asks a server every minute. */
function sweepAndPolling(): TrafficScript {
  const script = new TrafficScript()
  for (let n = 1; n <= 4; n++) script.wait(2).ping('10.0.0.5', `10.0.0.${100 + n}`, 8)
  for (let n = 0; n < 60; n++) {
    script.wait(60).connection('10.0.0.7', `${monitor}:443`, { says: ['how are you?', 'well'] })
  }
  return script
}
