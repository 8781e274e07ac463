import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botnetStats } from '../src/run/botnet/botnet-stats.ts'
import { Client } from './contract-client.ts'

/** Hosts that may be controlled from outside: what a run says of them. */
export function botnetContract(open: () => Promise<OpenedServer>): void {
  // Each run starts a thread, which takes a second on a busy machine.
  describe('step 2: the botnet view', { timeout: 30_000 }, () => {
    let server: Client
    let opened: OpenedServer
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    async function findingsOf(scenario: string) {
      await server.post('/api/start', { source: { kind: 'simulate', scenario, seed: 3 } })
      await server.untilDone('/api')
      return botnetStats.parse(await server.get('/api/botnet/stats'))
    }

    it.each(['/api/botnet/stats', '/api/v1/botnet/stats/'])(
      '%s is empty at first',
      async (path) => {
        expect(await server.get(path)).toMatchObject({
          source: null,
          run_id: null,
          active_beacons: [],
          suspicious_communications: [],
          potential_c2_servers: [],
          dns_tunneling_attempts: [],
          top_suspicious_ips: [],
        })
      },
    )

    it('scores the pair that beacons, and names its server with the grounds', async () => {
      const found = await findingsOf('beacon_http')
      expect(found.source).toBe('simulate')
      const [beacon] = found.active_beacons
      expect(found.active_beacons).toHaveLength(1)
      expect(found.beacon_scores).toContainEqual(beacon)
      expect(beacon?.score.total).toBeGreaterThan(0.85)
      expect(beacon?.prevalence.hosts).toBe(1)
      const { source: client, target } = beacon ?? {}
      expect(found.potential_c2_servers).toEqual([
        expect.objectContaining({ server: target, type: 'address', clients: [client] }),
      ])
      const kinds = found.potential_c2_servers[0]?.evidence.map(({ kind }) => kind)
      // The simulated malware asks by a profile that signatures know.
      expect(kinds).toEqual(['malware_check_in', 'beaconing'])
      const communication = { kind: 'beaconing', source: client, target }
      expect(found.suspicious_communications).toContainEqual(expect.objectContaining(communication))
      const suspicious = found.top_suspicious_ips.filter(({ is_suspicious }) => is_suspicious)
      expect(suspicious.map(({ ip }) => ip).sort()).toEqual([client, target].sort())
    })

    it('measures the tunnel through DNS', async () => {
      const found = await findingsOf('dns_tunnel_null')
      const [tunnel] = found.dns_tunneling_attempts
      expect(found.totals.dns_tunnels).toBe(1)
      expect(tunnel?.queries).toBeGreaterThan(20)
      expect(tunnel?.bytes_sent).toBeGreaterThan(1_000)
      expect(tunnel?.bytes_received).toBeGreaterThan(1_000)
      expect(tunnel?.entropy).toBeGreaterThan(3)
      const server = { server: tunnel?.domain, type: 'domain', clients: [tunnel?.client] }
      expect(found.potential_c2_servers).toEqual([expect.objectContaining(server)])
    })

    it('names no host in an ordinary office', async () => {
      const found = await findingsOf('office')
      expect(found.totals).toMatchObject({ beacons: 0, c2_servers: 0, dns_tunnels: 0 })
      expect(found.totals.suspicious_ips).toBe(0)
    })
  })
}
