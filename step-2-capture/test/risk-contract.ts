import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Client } from './contract-client.ts'

interface Window {
  readonly host: string
  readonly source: string
  readonly score: number
  readonly chance: number
  readonly is_alarm: boolean
  readonly votes: readonly { readonly family: string; readonly kind: string }[]
}

/** All that is stated about a host in a window, as one score. */
export function riskContract(open: () => Promise<OpenedServer>): void {
  // Each run starts a thread, which takes a second on a busy machine.
  describe('step 2: the risk of hosts', { timeout: 30_000 }, () => {
    let server: Client
    let opened: OpenedServer
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    async function windowsOf(query = ''): Promise<readonly Window[]> {
      const { windows } = await server.get(`/api/hosts/risk${query}`)
      return windows as readonly Window[]
    }

    it.each(['/api/hosts/risk', '/api/v1/hosts/risk/'])('%s is empty at first', async (path) => {
      const empty = { alarm_budget: 1, threshold: 1 / 3600, total: 0, offset: 0, windows: [] }
      expect(await server.get(path)).toEqual(empty)
    })

    it('gives the scanner a score, with the votes and within a budget', async () => {
      const source = { kind: 'simulate', scenario: 'vertical_port_scan', seed: 2 }
      await server.post('/api/start', { source })
      await server.untilDone('/api')
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

    it('refuses a budget of nothing', async () => {
      const response = await opened.request('/api/hosts/risk?alarm_budget=0')
      await server.problem(response, 400, 'E_INVALID_INPUT')
    })
  })
}
