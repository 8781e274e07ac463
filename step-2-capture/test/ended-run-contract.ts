import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packetColumns } from '../src/run/packet-csv.ts'
import { status as statusSchema } from '../src/run/status.ts'
import { Client } from './contract-client.ts'

interface Window {
  readonly host: string
  readonly source: string
  readonly score: number
  readonly chance: number
  readonly is_alarm: boolean
  readonly votes: readonly { readonly family: string; readonly kind: string }[]
}

/** What is said of a run that has ended: each test reads, so one run serves all. */
export function endedRunContract(open: () => Promise<OpenedServer>): void {
  // Each run starts a thread, which takes a second on a busy machine.
  describe('step 2: a simulated scan that was judged', { timeout: 30_000 }, () => {
    let server: Client
    let opened: OpenedServer
    beforeAll(async () => {
      opened = await open()
      server = new Client(opened)
      const source = { kind: 'simulate', scenario: 'vertical_port_scan', seed: 2 }
      await server.post('/api/start', { source })
      await server.untilDone('/api')
    })
    afterAll(() => opened.close?.())

    const status = async () => statusSchema.parse(await server.get('/api/status'))

    async function windowsOf(query = ''): Promise<readonly Window[]> {
      const { windows } = await server.get(`/api/hosts/risk${query}`)
      return windows as readonly Window[]
    }

    it('counts every packet once, as good or bad, and by protocol', async () => {
      const results = await server.get('/api/results')
      const { stats, recent_packets } = await status()
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

    it('marks what was simulated as simulated', async () => {
      const { source, recent_alerts } = await status()
      expect(source).toEqual({ kind: 'simulate', name: 'vertical_port_scan' })
      expect(recent_alerts.length).toBeGreaterThan(0)
      for (const alert of recent_alerts) {
        expect(JSON.stringify(alert)).toContain('"source":"simulate"')
      }
      const { windows } = await server.get('/api/metrics')
      for (const window of windows as object[]) expect(window).toMatchObject({ source: 'simulate' })
      const csv = await opened.request('/api/results.csv')
      expect(csv.headers.get('content-disposition')).toContain('anomaly_results.simulate.csv')
    })

    it('shows the flows by filter and page', async () => {
      const all = await server.get('/api/flows?limit=1000')
      const tcp = await server.get('/api/flows?proto=6&limit=2&offset=1')
      expect(all.total).toBeGreaterThan(100)
      expect(tcp).toMatchObject({ offset: 1, flows: [{ proto: 6 }, { proto: 6 }] })
      const ofTcp = (all.flows as { proto: number }[]).filter(({ proto }) => proto === 6)
      expect(tcp.flows).toEqual(ofTcp.slice(1, 3))
      await server.problem(await opened.request('/api/flows?limit=1001'), 400, 'E_INVALID_INPUT')
      const [first] = all.flows as { src_ip: string; dst_port: number; community_id: string }[]
      const { src_ip = '', dst_port, community_id = '' } = first ?? {}
      const network = src_ip.replace(/\d+$/, '0/24')
      const ofPort = await server.get(`/api/flows?ip=${network}&dst_port=${dst_port}`)
      for (const flow of ofPort.flows as object[]) expect(flow).toMatchObject({ dst_port })
      expect(ofPort.total).toBeLessThan(all.total as number)
      const id = encodeURIComponent(community_id)
      expect(await server.get(`/api/flows?community_id=${id}`)).toMatchObject({ total: 1 })
    })

    it('gives the scanner a score, with the votes and within a budget', async () => {
      const alarms = await windowsOf('?alarms=true')
      expect(alarms.length).toBeGreaterThan(0)
      for (const { source, score, chance, votes } of alarms) {
        expect(source).toBe('simulate')
        expect(score).toBeCloseTo(1 - chance, 12)
        expect(votes.length).toBeGreaterThan(0)
      }
      expect(JSON.stringify(alarms)).toContain('vertical_port_scan')
      const stricter = await windowsOf('?alarms=true&alarm_budget=0.000001')
      expect(stricter.length).toBeLessThan(alarms.length)
      const [{ host } = { host: '' }] = alarms
      for (const window of await windowsOf(`?host=${host}`)) expect(window.host).toBe(host)
    })

    it('tells Prometheus the numbers of the run', async () => {
      const { stats } = await status()
      const text = await (await opened.request('/metrics')).text()
      expect(text).toContain(`net_anomaly_packets ${stats.packets}\n`)
    })
  })
}
