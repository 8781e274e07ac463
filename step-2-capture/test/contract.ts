import { gzipSync } from 'node:zlib'
import { type OpenedServer, step1Contract } from 'step-1-skeleton/contract'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { packetColumns } from '../src/monitor/packet-csv.ts'
import { status as statusSchema } from '../src/status.ts'
import { simulatedCapture } from './simulated-capture.ts'

export { type OpenedServer, step1Contract } from 'step-1-skeleton/contract'

/** What every step from the second on still answers; what step 1 answers is part of it. */
export function step2Contract(open: () => Promise<OpenedServer>): void {
  step1Contract(open)
  describe('step 2: packets in, detections out', () => {
    let server: Client
    let opened: OpenedServer
    let scan: Uint8Array<ArrayBuffer>
    beforeAll(async () => {
      scan = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 2 })
    })
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    describe.each(['/api', '/api/v1'])('below %s', (prefix) => {
      it('is idle at first, and says so', async () => {
        const status = statusSchema.parse(await server.get(`${prefix}/status`))
        expect(status).toMatchObject({ state: 'idle', monitoring_active: false, run_id: null })
        expect(await server.get(`${prefix}/results`)).toEqual({
          total_packets: 0,
          anomalies: 0,
          normal: 0,
          protocol_breakdown: {},
          recent: [],
          running: false,
        })
        expect(await server.get(`${prefix}/health`)).toMatchObject({ status: 'ok' })
      })

      it('finds the scanner in a capture that was uploaded', async () => {
        const { file_id } = await server.upload(prefix, 'scan.pcap', scan)
        const source = { kind: 'pcap', file_id }
        expect(await server.post(`${prefix}/start`, { source })).toMatchObject({ started: true })
        const status = await server.untilDone(prefix)
        expect(status.error).toBeNull()
        expect(status.source).toEqual({ kind: 'pcap', name: 'scan.pcap' })
        expect(await server.get(`${prefix}/health`)).toMatchObject({ mode: 'pcap' })
        expect(status.stats.verdict.status).toBe('anomaly')
        expect(status.recent_alerts.map((alert) => JSON.stringify(alert)).join()).toContain('scan')
      })
    })

    it('counts every packet once, as good or bad, and by protocol', async () => {
      await server.replay('scan.pcap.gz', Uint8Array.from(gzipSync(scan)))
      const results = await server.get('/api/results')
      const { stats, recent_packets } = await server.untilDone('/api')
      expect(results.total_packets).toBeGreaterThan(1000)
      expect(results.total_packets).toBe(stats.packets)
      expect(Number(results.anomalies) + Number(results.normal)).toBe(results.total_packets)
      const byProtocol = Object.values(results.protocol_breakdown as Record<string, number>)
      expect(byProtocol.reduce((sum, count) => sum + count, 0)).toBe(results.total_packets)
      expect(results.recent).toEqual(recent_packets)
      expect(recent_packets).toHaveLength(200)
      expect(Object.keys(recent_packets[0] ?? {})).toEqual([...packetColumns])
    })

    it('gives the packets as CSV with exactly the documented header', async () => {
      await server.replay('scan.pcap', scan)
      const response = await opened.request('/api/results.csv')
      expect(response.headers.get('content-type')).toContain('text/csv')
      const [header, ...lines] = (await response.text()).trimEnd().split('\n')
      expect(header).toBe(
        'Time,Source,Destination,Protocol,Length,Source Port,Destination Port,bad_packet',
      )
      const { total_packets, anomalies, recent } = await server.get('/api/results')
      expect(lines).toHaveLength(Number(total_packets))
      expect(lines.filter((line) => line.endsWith(',1'))).toHaveLength(Number(anomalies))
      const last = (recent as Record<string, string>[]).at(-1) ?? {}
      expect(lines.at(-1)).toBe(packetColumns.map((column) => last[column]).join())
    })

    it('runs one source at a time, and stops when it is told to', async () => {
      const source = { kind: 'simulate', scenario: 'office', speed: 1 }
      for (const [start, stop] of [
        ['/api/start', '/api/stop'],
        ['/api/start_monitoring', '/api/stop_monitoring'],
      ] as const) {
        expect(await server.post(start, { source })).toMatchObject({ started: true })
        expect(await server.get('/api/results')).toMatchObject({ running: true })
        expect(await server.post(start, { source })).toMatchObject({ running: true })
        expect(await server.post(stop)).toMatchObject({ stopped: true, status: 'done' })
        expect(await server.get('/api/results')).toMatchObject({ running: false })
        expect(await server.post(stop)).toMatchObject({ running: false })
      }
    })

    it('marks what was simulated as simulated', async () => {
      const source = { kind: 'simulate', scenario: 'vertical_port_scan', seed: 2 }
      await server.post('/api/start', { source })
      const status = await server.untilDone('/api')
      expect(status.source).toEqual({ kind: 'simulate', name: 'vertical_port_scan' })
      expect(status.recent_alerts.length).toBeGreaterThan(0)
      for (const alert of status.recent_alerts) {
        expect(JSON.stringify(alert)).toContain('"source":"simulate"')
      }
      const { windows } = await server.get('/api/metrics')
      for (const window of windows as object[]) expect(window).toMatchObject({ source: 'simulate' })
      const csv = await opened.request('/api/results.csv')
      expect(csv.headers.get('content-disposition')).toContain('anomaly_results.simulate.csv')
    })

    it('shows the flows by filter and page', async () => {
      await server.replay('scan.pcap', scan)
      const all = await server.get('/api/flows?limit=1000')
      const tcp = await server.get('/api/flows?proto=6&limit=2&offset=1')
      expect(all.total).toBeGreaterThan(100)
      expect(tcp).toMatchObject({ offset: 1, flows: [{ proto: 6 }, { proto: 6 }] })
      const ofTcp = (all.flows as { proto: number }[]).filter(({ proto }) => proto === 6)
      expect(tcp.flows).toEqual(ofTcp.slice(1, 3))
      await server.problem(await opened.request('/api/flows?limit=1001'), 400, 'E_INVALID_INPUT')
    })

    it('judges flow records apart from the run', async () => {
      const flows = Array.from({ length: 300 }, (_, index) => ({
        timestamp: 1_768_381_200 + index / 100,
        src_ip: '192.0.2.66',
        dst_ip: '192.0.2.10',
        src_port: 40_000,
        dst_port: index + 1,
        protocol: 'TCP',
        bytes_sent: 60,
        bytes_received: 40,
        packets_sent: 1,
        packets_received: 1,
        duration: 0.001,
      }))
      const { alerts } = await server.post('/api/detect', { flows })
      expect(alerts).toEqual([expect.objectContaining({ severity: 'high' })])
      expect(JSON.stringify(alerts)).toContain('192.0.2.66')
      expect(await server.get('/api/results')).toMatchObject({ total_packets: 0 })
      expect(await server.post('/api/detect', { flows: flows.slice(0, 2) })).toMatchObject({
        alerts: [],
      })
    })

    it('lists uploads, and forgets those that are removed', async () => {
      const { file_id, size } = await server.upload('/api', '../../etc/passwd', scan)
      expect(size).toBe(scan.length)
      expect(await server.get('/api/files')).toMatchObject({
        count: 1,
        files: [{ file_id, filename: 'passwd' }],
      })
      const path = `/api/files/${file_id}`
      expect((await opened.request(path, { method: 'DELETE' })).status).toBe(200)
      expect(await server.get('/api/files')).toEqual({ count: 0, files: [] })
      await server.problem(await opened.request(path, { method: 'DELETE' }), 404, 'E_NO_FILE')
    })

    it.each([
      ['a page', '<!doctype html><title>capture.pcap</title>'],
      ['nothing', ''],
      ['gzip of something else', gzipSync('hello, hello, hello')],
    ])('refuses to keep %s as a capture', async (_, content) => {
      const response = await server.send(
        '/api',
        'capture.pcap',
        Uint8Array.from(Buffer.from(content)),
      )
      await server.problem(response, 415, 'E_NOT_A_CAPTURE')
      expect(await server.get('/api/files')).toMatchObject({ count: 0 })
    })

    it.each([
      ['an id that is a path', { source: { kind: 'pcap', file_id: '../../etc/passwd' } }, 400],
      ['an id that is not there', { source: { kind: 'pcap', file_id: '0123456789abcdef' } }, 404],
      ['a sample that is a path', { source: { kind: 'pcap', sample: '../README' } }, 404],
      ['a file without a name', { source: { kind: 'pcap' } }, 400],
      ['an unknown scenario', { source: { kind: 'simulate', scenario: '__proto__' } }, 400],
      ['an unknown kind of source', { source: { kind: 'file', path: '/etc/passwd' } }, 400],
      ['an interface with an option', { interface: '-w/tmp/x' }, 400],
      ['an interface with a command', { interface: 'lo;id' }, 400],
      ['an interface with a line break', { interface: 'lo\n-z' }, 400],
      ['an empty interface', { interface: '' }, 400],
      ['a list of interfaces', { interface: ['lo'] }, 400],
      ['a filter of 65 kB', { filter: 'x'.repeat(65_537) }, 400],
    ])('refuses to start %s', async (_, body, status) => {
      const response = await server.sendJson('/api/start', JSON.stringify(body))
      const { error } = (await response.json()) as { error: { fix: string } }
      expect(response.status).toBe(status)
      expect(error.fix).not.toBe('')
      expect(await server.get('/api/status')).toMatchObject({ state: 'idle' })
    })

    it('starts nothing for a body that is not JSON, or for GET', async () => {
      const text = await server.sendJson('/api/start', '{}', 'text/plain')
      expect([403, 415]).toContain(text.status)
      await server.problem(await server.sendJson('/api/start', '{'), 400, 'E_BAD_JSON')
      for (const path of ['/api/start', '/api/stop', '/api/upload', '/api/detect']) {
        await server.problem(await opened.request(path), 405, 'E_METHOD_NOT_ALLOWED')
      }
      expect(await server.get('/api/status')).toMatchObject({ state: 'idle' })
    })

    it('lists the interfaces, each with what keeps it from being captured on', async () => {
      const { interfaces } = await server.get('/api/interfaces')
      expect((interfaces as object[]).length).toBeGreaterThan(0)
      for (const found of interfaces as { may_capture: boolean; fix?: string }[]) {
        expect(found.may_capture).toBe(found.fix === undefined)
      }
    })

    it('learns from a capture, and judges the next run with what it learned', async () => {
      const { file_id } = await server.upload('/api', 'scan.pcap', scan)
      const body = { file_id, algorithm: 'forest', contamination: 0.01, model_name: 'my model' }
      const trained = await server.post('/api/train', body)
      expect(trained).toMatchObject({ state: 'done', progress: 1, error: null })
      const origin = { source: 'pcap', name: 'my model', captures: ['scan.pcap'] }
      expect(trained.model).toMatchObject({ algorithm: 'forest', contamination: 0.01, ...origin })
      const { model_id } = trained.model as { model_id: string }
      expect((await server.get('/api/status')).model).toMatchObject({ model_id })
      expect(await server.get(`/api/train/${trained.job_id}`)).toEqual(trained)
    })

    it('learns from the windows of the run, and keeps the kind of their source', async () => {
      const body = JSON.stringify({ windows: 50 })
      await server.problem(await server.sendJson('/api/train', body), 409, 'E_NO_WINDOWS')
      await server.post('/api/start', { source: { kind: 'simulate', scenario: 'office' } })
      await server.untilDone('/api')
      const { model } = await server.post('/api/train_model', { windows: 50 })
      expect(model).toMatchObject({ items: 50, source: 'simulate' })
    })

    it('learns from items as step 1 does', async () => {
      const items = Array.from({ length: 50 }, (_, index) => ({ size: 60 + index, proto: 6 }))
      const trained = await server.post('/api/train', { items, contamination: 0.1 })
      expect(trained.model).toMatchObject({ features: ['size', 'proto'], contamination: 0.1 })
      expect(await server.get('/health')).toMatchObject({ model_loaded: true })
    })

    it('trains one model at a time, and can be told to give up', async () => {
      const body = { synthetic: true, algorithm: 'ensemble', wait: false }
      const response = await server.sendJson('/api/train', JSON.stringify(body))
      expect(response.status).toBe(202)
      const { job_id } = (await response.json()) as { job_id: string }
      const path = `/api/train/${job_id}`
      expect(await server.get(path)).toMatchObject({ state: 'running', model: null })
      const second = await server.sendJson('/api/train', JSON.stringify(body))
      await server.problem(second, 409, 'E_TRAINING')
      expect((await opened.request(path, { method: 'DELETE' })).status).toBe(200)
      expect(await server.get(path)).toMatchObject({ state: 'cancelled' })
      expect(await server.get('/api/status')).toMatchObject({ model: null })
      const unknown = await opened.request('/api/train/0f8fad5b-d9cb-469f-a165-70867728950e')
      await server.problem(unknown, 404, 'E_NO_JOB')
    })

    it.each([
      ['two sources', { synthetic: true, windows: 5 }, 400, 'E_INVALID_INPUT'],
      ['an unknown algorithm', { synthetic: true, algorithm: '__proto__' }, 400, 'E_NO_ALGORITHM'],
      ['a share of nothing', { synthetic: true, contamination: 0 }, 400, 'E_INVALID_INPUT'],
      ['one item', { items: [{ size: 1, proto: 6 }] }, 422, 'E_TOO_FEW_ITEMS'],
      ['one flow', { flows: [flowOfNothing] }, 422, 'E_TOO_FEW_ITEMS'],
      ['a file that is not there', { file_id: '0123456789abcdef' }, 404, 'E_NO_FILE'],
    ])('refuses to learn from %s', async (_, body, status, code) => {
      const response = await server.sendJson('/api/train', JSON.stringify(body))
      await server.problem(response, status, code)
      expect(await server.get('/api/status')).toMatchObject({ model: null })
    })

    it('tells Prometheus the numbers of the run', async () => {
      await server.replay('scan.pcap', scan)
      const { stats } = await server.untilDone('/api')
      const text = await (await opened.request('/metrics')).text()
      expect(text).toContain(`net_anomaly_packets ${stats.packets}\n`)
    })
  })
}

/** One packet one way: there is one window of one host in it. */
const flowOfNothing = {
  timestamp: 1_768_381_200,
  src_ip: '192.0.2.66',
  dst_ip: '192.0.2.10',
  protocol: 'UDP',
}

/** The few things that the tests above do with a server. */
class Client {
  readonly #server: OpenedServer

  constructor(server: OpenedServer) {
    this.#server = server
  }

  async get(path: string): Promise<Record<string, unknown>> {
    return this.#json(await this.#server.request(path))
  }

  async post(path: string, body?: unknown): Promise<Record<string, unknown>> {
    if (body === undefined) return this.#json(await this.#server.request(path, { method: 'POST' }))
    return this.#json(await this.sendJson(path, JSON.stringify(body)))
  }

  sendJson(path: string, body: string, type = 'application/json'): Promise<Response> {
    return this.#server.request(path, { method: 'POST', headers: { 'content-type': type }, body })
  }

  send(prefix: string, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    const body = new FormData()
    body.append('note', 'a field before the file')
    body.append('file', new Blob([bytes]), name)
    return this.#server.request(`${prefix}/upload`, { method: 'POST', body })
  }

  async upload(prefix: string, name: string, bytes: Uint8Array<ArrayBuffer>) {
    const uploaded = await this.#json(await this.send(prefix, name, bytes))
    expect(uploaded).toMatchObject({ success: true, message: expect.any(String) })
    return uploaded as { file_id: string; size: number }
  }

  /** Uploads a capture, and has it judged to its end. */
  async replay(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { file_id } = await this.upload('/api', name, bytes)
    await this.post('/api/start', { source: { kind: 'pcap', file_id } })
    await this.untilDone('/api')
  }

  async untilDone(prefix: string) {
    const state = async () => (await this.get(`${prefix}/status`)).state
    await expect.poll(state, { timeout: 20_000 }).toMatch(/done|failed/)
    return statusSchema.parse(await this.get(`${prefix}/status`))
  }

  async problem(response: Response, status: number, code: string): Promise<void> {
    expect(await response.json()).toMatchObject({ error: { code, fix: expect.any(String) } })
    expect(response.status).toBe(status)
  }

  async #json(response: Response): Promise<Record<string, unknown>> {
    expect(response.status, response.url).toBe(200)
    return (await response.json()) as Record<string, unknown>
  }
}
