import { gzipSync } from 'node:zlib'
import { type OpenedServer, step1Contract } from 'step-1-skeleton/contract'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { status as statusSchema } from '../src/run/status.ts'
import { botnetContract } from './botnet-contract.ts'
import { Client } from './contract-client.ts'
import { endedRunContract } from './ended-run-contract.ts'
import { evaluationsContract } from './evaluations-contract.ts'
import { modelsContract } from './models-contract.ts'
import { refusalsContract } from './refusals-contract.ts'
import { riskContract } from './risk-contract.ts'
import { runsContract } from './runs-contract.ts'
import { simulatedCapture } from './simulated-capture.ts'
import { trainingContract } from './training-contract.ts'

export { type OpenedServer, step1Contract } from 'step-1-skeleton/contract'

/** What every step from the second on still answers; what step 1 answers is part of it. */
export function step2Contract(open: () => Promise<OpenedServer>): void {
  step1Contract(open)
  refusalsContract(open)
  trainingContract(open)
  modelsContract(open)
  evaluationsContract(open)
  botnetContract(open)
  riskContract(open)
  endedRunContract(open)
  runsContract(open)
  // Each run starts a thread, which takes a second on a busy machine.
  describe('step 2: packets in, detections out', { timeout: 30_000 }, () => {
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

    describe.each([
      ['/api', 'scan.pcap'],
      ['/api/v1', 'scan.pcap.gz'],
    ])('below %s', (prefix, name) => {
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
        const bytes = name.endsWith('.gz') ? Uint8Array.from(gzipSync(scan)) : scan
        const { file_id } = await server.upload(prefix, name, bytes)
        const source = { kind: 'pcap', file_id }
        expect(await server.post(`${prefix}/start`, { source })).toMatchObject({ started: true })
        const status = await server.untilDone(prefix)
        expect(status.error).toBeNull()
        expect(status.source).toEqual({ kind: 'pcap', name })
        expect(await server.get(`${prefix}/health`)).toMatchObject({ mode: 'pcap' })
        expect(status.stats.verdict.status).toBe('anomaly')
        expect(status.recent_alerts.map((alert) => JSON.stringify(alert)).join()).toContain('scan')
      })
    })

    it('runs one source at a time, and stops on request', async () => {
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

    it('takes the kind of a source for what it says, and nothing else', async () => {
      for (const body of [{ mode: 'simulate' }, { source: 'simulate' }]) {
        await server.post('/api/start', body)
        const { source } = await server.get('/api/status')
        expect(source).toMatchObject({ kind: 'simulate' })
        await server.post('/api/stop')
      }
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

    it('lists the interfaces, each with what keeps it from being captured on', async () => {
      const { interfaces } = await server.get('/api/interfaces')
      expect((interfaces as object[]).length).toBeGreaterThan(0)
      for (const found of interfaces as { may_capture: boolean; fix?: string }[]) {
        expect(found.may_capture).toBe(found.fix === undefined)
      }
    })
  })
}
