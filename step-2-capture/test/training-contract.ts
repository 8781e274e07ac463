import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Client } from './contract-client.ts'
import { simulatedCapture } from './simulated-capture.ts'

/** Learning over HTTP: from captures, the run, items and flows; as a job that can be given up. */
export function trainingContract(open: () => Promise<OpenedServer>): void {
  // A model is trained in seconds, on a busy machine in many.
  describe('step 2: training', { timeout: 60_000 }, () => {
    let server: Client
    let opened: OpenedServer
    let office: Uint8Array<ArrayBuffer>
    beforeAll(async () => {
      office = await simulatedCapture({ scenario: 'office', seed: 2, durationSeconds: 120 })
    })
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    it('learns from a capture, and judges the next run with what it learned', async () => {
      const { file_id } = await server.upload('/api', 'office.pcap', office)
      const body = { file_id, algorithm: 'forest', contamination: 0.01, model_name: 'my model' }
      const trained = await server.post('/api/train', body)
      expect(trained).toMatchObject({ state: 'done', progress: 1, error: null })
      const origin = { source: 'pcap', name: 'my model', captures: ['office.pcap'] }
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
      const { model, version } = await server.post('/api/train_model', { windows: 200 })
      expect(model).toMatchObject({ items: 160, source: 'simulate' })
      expect(version).toMatchObject({ windows: { learned: 160, held_out: 40 } })
    })

    it('learns attacks by name from a sample with labels, and judges with that', async () => {
      const body = { sample: 'port-scan', algorithm: 'lstm' }
      const { model } = await server.post('/api/train', body)
      expect(model).toMatchObject({ algorithm: 'lstm', captures: ['port-scan.pcap.gz'] })
      const { model_id } = model as { model_id: string }
      expect((await server.get('/api/status')).model).toMatchObject({
        model_id,
        algorithm: 'lstm',
      })
    })

    it('learns from the newest minutes of the run', async () => {
      await server.post('/api/start', { source: { kind: 'simulate', scenario: 'office' } })
      await server.untilDone('/api')
      const of = async (minutes: number) => {
        const body = { minutes, algorithm: 'mahalanobis' }
        const { items } = (await server.post('/api/train', body)).model as { items: number }
        return items
      }
      const all = await of(1_000)
      const newest = await of(1)
      expect(newest).toBeGreaterThan(10)
      expect(newest).toBeLessThan(all / 2)
    })

    it('looks at the requested share of the windows', async () => {
      const body = { sample: 'ordinary', algorithm: 'mahalanobis' }
      const itemsOf = async (more: object) => {
        const { model } = await server.post('/api/train', { ...body, ...more })
        return (model as { items: number }).items
      }
      const all = await itemsOf({})
      const some = await itemsOf({ sample_rate: 0.25 })
      expect(some / all).toBeGreaterThan(0.1)
      expect(some / all).toBeLessThan(0.4)
    })

    it('learns from flow records', async () => {
      const flows = Array.from({ length: 120 }, (_, index) => ({
        ...flowOfNothing,
        timestamp: 1_768_381_200 + 10 * index,
        bytes_sent: 100 + index,
        packets_sent: 2,
      }))
      const { model } = await server.post('/api/train', { flows, algorithm: 'forest' })
      expect(model).toMatchObject({ algorithm: 'forest', source: 'pcap' })
      expect((model as { items: number }).items).toBeGreaterThanOrEqual(90)
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
      expect(await server.get('/api/status')).toMatchObject({
        model: { model_id: expect.stringMatching(/^default-/) },
      })
      const unknown = await opened.request('/api/train/0f8fad5b-d9cb-469f-a165-70867728950e')
      await server.problem(unknown, 404, 'E_NO_JOB')
    })

    it.each([
      ['two sources', { synthetic: true, windows: 5 }, 400, 'E_INVALID_INPUT'],
      ['an unknown algorithm', { synthetic: true, algorithm: '__proto__' }, 400, 'E_NO_ALGORITHM'],
      ['a share of nothing', { synthetic: true, contamination: 0 }, 400, 'E_INVALID_INPUT'],
      ['attacks without a name', { minutes: 5, algorithm: 'lstm' }, 422, 'E_NO_LABELS'],
      ['one item', { items: [{ size: 1, proto: 6 }] }, 422, 'E_TOO_FEW_ITEMS'],
      ['one flow', { flows: [flowOfNothing] }, 422, 'E_TOO_FEW_ITEMS'],
      ['a file that is not there', { file_id: '0123456789abcdef' }, 404, 'E_NO_FILE'],
    ])('refuses to learn from %s', async (_, body, status, code) => {
      const response = await server.sendJson('/api/train', JSON.stringify(body))
      await server.problem(response, status, code)
      expect(await server.get('/api/status')).toMatchObject({
        model: { model_id: expect.stringMatching(/^default-/) },
      })
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
