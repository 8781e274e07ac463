import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunRecord } from '../src/run/run-record.ts'
import type { Stats } from '../src/run/status.ts'
import type { Timeline } from '../src/run/traffic-timeline.ts'
import { Client } from './contract-client.ts'

/** Several runs at once, of which the routes of the documents speak of one. */
export function runsContract(open: () => Promise<OpenedServer>): void {
  describe('step 2: several runs', () => {
    let server: Client
    let opened: OpenedServer
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    const slow = { source: { kind: 'simulate', scenario: 'office', speed: 1 } }
    const runs = async () => (await server.get('/api/runs')).runs as RunRecord[]
    async function begin(path: string, body: object): Promise<RunRecord> {
      const response = await server.sendJson(path, JSON.stringify(body))
      expect(response.status).toBe(201)
      return (await response.json()) as RunRecord
    }

    it('run beside each other; the newest is the current one, and is what stop ends', async () => {
      const { run_id } = await server.post('/api/start', slow)
      const second = await begin('/api/runs', slow)
      expect(await runs()).toMatchObject([
        { run_id: second.run_id, state: 'running', ended_at: null },
        { run_id, state: 'running', source: { kind: 'simulate', name: 'office' } },
      ])
      expect(await server.get('/api/status')).toMatchObject({ run_id: second.run_id })
      expect(await server.post('/api/start', slow)).toMatchObject({ running: true })
      expect(await server.post('/api/stop')).toMatchObject({ stopped: true })
      expect(await server.get('/api/status')).toMatchObject({
        run_id: second.run_id,
        state: 'done',
      })
      expect(await runs()).toMatchObject([{ run_id }, { run_id: second.run_id, state: 'done' }])
      await server.post(`/api/runs/${run_id}/stop`)
      expect((await runs()).map(({ state }) => state)).toEqual(['done', 'done'])
    })

    it('show how much of a replay was judged, not how much of its file was read', async () => {
      const source = { kind: 'pcap', sample: 'ordinary', speed: 1 }
      const { run_id } = await begin('/api/runs', { source })
      const run = async () => (await runs()).find((one) => one.run_id === run_id)
      await expect.poll(async () => (await run())?.stats.packets).toBeGreaterThan(0)
      expect((await run())?.progress).toBeLessThan(0.5)
      await server.post(`/api/runs/${run_id}/stop`)
    })

    it('keep the traffic of their whole time, and what was judged of it', async () => {
      const { run_id } = await begin('/api/runs', { source: { kind: 'pcap', sample: 'ordinary' } })
      const run = async () => (await runs()).find((one) => one.run_id === run_id)
      await expect.poll(async () => (await run())?.state, { timeout: 20_000 }).toBe('done')
      const { stats, verdict } = (await run()) as RunRecord
      const timeline = (await server.get(`/api/runs/${run_id}/timeline`)) as Timeline
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
      expect(sum(timeline.packets)).toBe(stats.packets)
      expect(sum(timeline.bytes)).toBe(stats.bytes)
      const { traffic_time } = (await server.get('/api/status')).stats as Stats
      const endsAt = (timeline.from ?? 0) + timeline.packets.length * timeline.seconds_per_point
      expect(endsAt - (traffic_time ?? 0)).toBeGreaterThanOrEqual(0)
      expect(endsAt - (traffic_time ?? 0)).toBeLessThanOrEqual(timeline.seconds_per_point)
      expect(verdict).toMatchObject({ status: 'normal' })
      await server.problem(await opened.request('/api/runs/none/timeline'), 404, 'E_NO_RUN')
    })

    it('start again once they have ended, as new runs', async () => {
      const first = await begin('/api/runs', slow)
      const path = `/api/runs/${first.run_id}/again`
      await server.problem(await server.sendJson(path, '{}'), 404, 'E_NO_RUN')
      await server.post(`/api/runs/${first.run_id}/stop`)
      const again = await begin(path, {})
      expect(again).toMatchObject({ state: 'running', source: first.source, starts: 1 })
      expect(again.run_id).not.toBe(first.run_id)
    })

    it('leave the server ready where nothing is missing', async () => {
      expect(await server.get('/health/ready')).toEqual({ ready: true })
    })
  })
}
