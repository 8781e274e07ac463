import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServerProcess, startServerProcess } from './server-process.ts'

/** Three options, each with a value at which the attack is not stated. */
const settings = [
  { sample: 'network-scan', kind: 'arp_sweep', option: 'hostCountMin', value: 100_000 },
  { sample: 'dns-tunnel', kind: 'dns_tunnel', option: 'nameCountMin', value: 100_000 },
  { sample: 'http-beacon', kind: 'beaconing', option: 'allow', value: ['0.0.0.0/0'] },
] as const
const sections = Object.fromEntries(
  settings.map(({ kind, option, value }) => [kind, { [option]: value as unknown }]),
)
const found = Object.fromEntries(settings.map(({ kind }) => [kind, true]))
const missed = Object.fromEntries(settings.map(({ kind }) => [kind, false]))

/** A server is started for each place, and plays three samples; other work may slow it down. */
describe('the settings of detectors, through the running server', { timeout: 180_000 }, () => {
  let folder: string
  const servers: ServerProcess[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-settings-'))
  })
  afterAll(async () => {
    for (const server of servers) await server.end()
    await rm(folder, { recursive: true })
  })

  async function start(name: string, args: readonly string[] = []) {
    const server = await startServerProcess(args, { DATA_DIR: join(folder, name) })
    servers.push(server)
    return { server, client: new Client(server.url) }
  }

  it('are the same by file, by --set and by PUT', async () => {
    const byApi = await start('api')
    expect(await byApi.client.verdicts()).toEqual(found)
    expect(await byApi.client.send('PUT', '/config', { detectors: sections })).toMatchObject({
      detectors: sections,
      origins: originsOf('stored'),
    })
    expect(await byApi.client.verdicts()).toEqual(missed)

    const path = join(folder, 'net-anomaly.yaml')
    await writeFile(path, JSON.stringify({ detectors: sections })) // JSON is YAML, too.
    const byFile = await start('file', ['--config', path])
    expect((await byFile.client.send('GET', '/config')).origins).toEqual(originsOf('file'))
    expect(await byFile.client.verdicts()).toEqual(missed)
    expect(byFile.server.said()).toContain(`Configuration: ${path}`)

    const set = settings.map(({ kind, option, value }) => `--set=${kind}.${option}=${value}`)
    const bySet = await start('set', set)
    expect((await bySet.client.send('GET', '/config')).origins).toEqual(originsOf('set'))
    expect(await bySet.client.verdicts()).toEqual(missed)
  })

  it('keep a monitor that the allow list names, and no other, from being a beacon', async () => {
    const { client } = await start('allow')
    const [beacon] = await client.play('http-beacon', 'beaconing')
    const target = String(beacon?.target)
    await client.send('PUT', '/config', { detectors: { beaconing: { allow: ['192.0.2.1'] } } })
    expect(await client.targets('http-beacon', 'beaconing')).toContain(target)
    await client.send('PUT', '/config', { detectors: { beaconing: { allow: [target] } } })
    expect(await client.targets('http-beacon', 'beaconing')).not.toContain(target)
  })

  it('change the verdict of the run that goes on', async () => {
    const { client } = await start('live', ['--set', 'beaconing.connectionCountMin=1000000'])
    expect(await client.play('http-beacon', 'beaconing')).toEqual([])
    const run = await client.start({ sample: 'http-beacon', speed: 300 })
    await client.send('PUT', '/config', { detectors: { beaconing: { connectionCountMin: 20 } } })
    expect((await client.send('GET', '/status')).state).toBe('running')
    await client.ended()
    expect(await client.anomalies(run, 'beaconing')).not.toEqual([])
  })

  it('come with the name of the sensor in flows, the host by default', async () => {
    const { client } = await start('sensor')
    await client.play('network-scan', 'arp_sweep')
    const { flows = [] } = await client.send('GET', '/flows?limit=5')
    expect(flows.map(({ sensor }) => sensor)).toEqual(Array(5).fill(hostname()))
  })
})

const originsOf = (origin: string) =>
  Object.fromEntries(settings.map(({ kind, option }) => [`${kind}.${option}`, origin]))

/** What the answers hold that is looked at. */
interface Answer {
  readonly state?: string
  readonly monitoring_active?: boolean
  readonly run_id?: string
  readonly origins?: Readonly<Record<string, string>>
  readonly flows?: readonly { readonly sensor: string }[]
  readonly anomalies?: readonly Anomaly[]
}

interface Anomaly {
  readonly target: string | null
}

/** What a person does with the server. */
class Client {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const init = body === undefined ? { method } : { method, ...json }
    const response = await fetch(`${this.#url}/api${path}`, init)
    const text = await response.text()
    expect(response.status, text).toBe(200)
    return JSON.parse(text) as Answer
  }

  /** Which of the three attacks are stated. */
  async verdicts(): Promise<Record<string, boolean>> {
    const verdicts: Record<string, boolean> = {}
    for (const { sample, kind } of settings) {
      verdicts[kind] = (await this.play(sample, kind)).length > 0
    }
    return verdicts
  }

  async targets(sample: string, kind: string): Promise<(string | null)[]> {
    return (await this.play(sample, kind)).map(({ target }) => target)
  }

  /** Plays a sample to its end; what is stated of this kind. */
  async play(sample: string, kind: string): Promise<readonly Anomaly[]> {
    const run = await this.start({ sample })
    await this.ended()
    return this.anomalies(run, kind)
  }

  async start(source: { sample: string; speed?: number }): Promise<string> {
    await this.send('POST', '/start', { source: { kind: 'pcap', ...source } })
    return String((await this.send('GET', '/status')).run_id)
  }

  async ended(): Promise<void> {
    while ((await this.send('GET', '/status')).monitoring_active) await setTimeout(50)
  }

  async anomalies(run: string, kind: string): Promise<readonly Anomaly[]> {
    return (await this.send('GET', `/anomalies?run_id=${run}&kind=${kind}`)).anomalies ?? []
  }
}
