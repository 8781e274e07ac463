import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Client } from './contract-client.ts'

/** All that is stated about a host in a window, as one score. */
export function riskContract(open: () => Promise<OpenedServer>): void {
  describe('step 2: the risk of hosts', () => {
    let server: Client
    let opened: OpenedServer
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    it.each(['/api/hosts/risk', '/api/v1/hosts/risk/'])('%s is empty at first', async (path) => {
      const empty = { alarm_budget: 1, threshold: 1 / 3600, total: 0, offset: 0, windows: [] }
      expect(await server.get(path)).toEqual(empty)
    })

    it('refuses a budget of nothing', async () => {
      const response = await opened.request('/api/hosts/risk?alarm_budget=0')
      await server.problem(response, 400, 'E_INVALID_INPUT')
    })
  })
}
