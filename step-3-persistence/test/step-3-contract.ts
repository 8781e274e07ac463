import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** A server of step 3 or later: an app's own `request`, or `fetch` towards one that listens. */
export interface PersistingServer {
  request(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

type Json = Record<string, unknown>
interface Page {
  total: number
  alerts: { alert_id: string; kind: string; source: string; severity: string }[]
}

/** What step 3 and every later step answer. `open` gives a server on the data folder named. */
export function step3Contract(open: (dataFolder: string) => Promise<PersistingServer>): void {
  describe('step 3: detections in, alerts kept', () => {
    let folder: string
    let server: PersistingServer
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'step-3-contract-'))
      server = await open(folder)
    })
    afterEach(async () => {
      await server.close()
      await rm(folder, { recursive: true })
    })

    const get = async <T = Json>(path: string) => {
      const response = await server.request(path)
      expect(response.status).toBe(200)
      return (await response.json()) as T
    }
    const send = async (method: string, path: string, body: unknown) => {
      const response = await server.request(path, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: (await response.json()) as Json }
    }
    const scan = async () => {
      const source = { kind: 'simulate', scenario: 'vertical_port_scan', seed: 2 }
      expect(await send('POST', '/api/start', { source })).toMatchObject({ status: 200 })
      await vi.waitUntil(async () => (await get('/api/status')).state === 'done', {
        timeout: 30_000,
      })
      const { alerts, total } = await get<Page>('/api/alerts')
      const found = alerts.find(({ kind }) => kind === 'vertical_port_scan')
      if (!found) throw new Error('the scan that was simulated gave no alert of its kind')
      return { ...found, total }
    }

    it('keeps the alert of a simulated scan, with a decision, over a restart', async () => {
      const { alert_id: id } = await scan()
      const change = { status: 'acknowledged', note: 'It was a drill.', author: 'ana' }
      expect(await send('PATCH', `/api/alerts/${id}`, change)).toMatchObject({ status: 200 })
      await server.close()
      server = await open(folder)
      expect(await get(`/api/v1/alerts/${id}`)).toMatchObject({
        kind: 'vertical_port_scan',
        status: 'acknowledged',
        technique: { id: 'T1046' },
        capture: { source: 'simulate' },
        notes: [{ text: 'It was a drill.', author: 'ana' }],
      })
    })

    it('finds alerts by what they are', async () => {
      const { source, severity, total } = await scan()
      expect(await get(`/api/alerts?source=${source}&severity=${severity}&q=ports`)).toMatchObject({
        alerts: [{ source }],
      })
      expect(await get('/api/alerts?capture_source=live,pcap')).toMatchObject({ total: 0 })
      expect(await get('/api/anomalies/summary')).toMatchObject({ anomaly_rate: 1 })
      const lines = await (await server.request('/api/alerts/export?format=csv')).text()
      expect(lines.trimEnd().split('\r\n')).toHaveLength(total + 1)
      expect((await get('/api/status')).recent_alerts).toContainEqual(
        expect.objectContaining({ kind: 'vertical_port_scan', count: expect.any(Number) }),
      )
    })

    it('keeps the configuration, and no secret leaves it', async () => {
      const sent = { thresholds: { low: 0.6 }, channels: { email: { password: 'pa55' } } }
      expect(await send('PUT', '/api/config', sent)).toMatchObject({
        status: 200,
        body: { thresholds: { low: 0.6, medium: 0.7 } },
      })
      expect(JSON.stringify(await get('/api/config'))).not.toContain('pa55')
    })

    it.each([
      ['GET', '/api/alerts?sort=id;DROP', 400, 'E_INVALID_INPUT'],
      ['GET', '/api/alerts/..%2f..%2fetc%2fpasswd', 400, 'E_INVALID_INPUT'],
      ['GET', `/api/alerts/${'0'.repeat(24)}`, 404, 'E_NO_ALERT'],
      ['GET', '/api/anomalies?severity=grave', 400, 'E_INVALID_INPUT'],
    ])('answers %s %s with %i', async (method, path, status, code) => {
      const response = await server.request(path, { method })
      expect(response.status).toBe(status)
      expect(await response.json()).toMatchObject({ error: { code, fix: expect.any(String) } })
    })

    it('refuses a configuration that contradicts itself', async () => {
      expect(await send('PUT', '/api/config', { thresholds: { low: 0.99 } })).toMatchObject({
        status: 400,
        body: { error: { code: 'E_INVALID_INPUT' } },
      })
    })
  })
}
