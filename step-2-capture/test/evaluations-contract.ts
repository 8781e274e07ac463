import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Client } from './contract-client.ts'
import { simulatedCapture } from './simulated-capture.ts'

const unknownFile = { file_id: '0123456789abcdef' }

/** Measuring over HTTP, on an uploaded capture with its label. */
export function evaluationsContract(open: () => Promise<OpenedServer>): void {
  describe('step 2: evaluations', { timeout: 60_000 }, () => {
    let server: Client
    let opened: OpenedServer
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    it('measures a capture with its label, and keeps the figures with the parameters', async () => {
      const scan = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 2 })
      const { file_id } = await server.upload('/api', 'scan.pcap', scan)
      const files = [{ file_id, attack: 'scan', attackers: ['192.0.2.250'] }]
      const measured = await server.post('/api/evaluations', { files, author: 'ana' })
      expect(measured).toMatchObject({
        state: 'done',
        author: 'ana',
        parameters: {
          captures: ['scan.pcap'],
          model_id: expect.stringMatching(/^default-/),
          detectors: 'all',
        },
        figures: { attacks: 1, attacks_found: 1, attackers_named: 1, attackers_accused: 0 },
      })
      const { evaluation_id } = measured
      expect(await server.get(`/api/evaluations/${evaluation_id}`)).toEqual(measured)
      expect(await server.get('/api/evaluations')).toMatchObject({
        count: 1,
        evaluations: [{ evaluation_id }],
      })
      const path = `/api/evaluations/${evaluation_id}`
      const rules = await server.post('/api/evaluations', { files, model_id: null })
      expect(await server.get(`${path}/compare/${rules.evaluation_id}`)).toMatchObject({
        captures: 1,
        parameters: [{ name: 'model_id', values: [expect.stringMatching(/^default-/), null] }],
        figures: [{ attacks_found: 1 }, { attacks_found: 1 }],
        attacks: [],
      })
      expect((await opened.request(path, { method: 'DELETE' })).status).toBe(200)
      await server.problem(await opened.request(path), 404, 'E_NO_EVALUATION')
    })

    it.each([
      ['a sample that is a path', { samples: ['../README'] }, 404, 'E_NO_SAMPLE'],
      ['a file that is not there', { files: [unknownFile] }, 404, 'E_NO_FILE'],
      ['a model that is not there', { model_id: '0123456789ab' }, 404, 'E_NO_VERSION'],
      ['samples beside files', { samples: ['x'], files: [unknownFile] }, 400, 'E_INVALID_INPUT'],
      [
        'an attack that ends before it starts',
        { files: [{ ...unknownFile, window: [2, 1] }] },
        400,
        'E_INVALID_INPUT',
      ],
    ])('refuses %s', async (_, body, status, code) => {
      const response = await server.sendJson('/api/evaluations', JSON.stringify(body))
      await server.problem(response, status, code)
    })

    it('refuses two captures of one name, which a comparison could not tell apart', async () => {
      const scan = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 2 })
      const { file_id } = await server.upload('/api', 'scan.pcap', scan)
      const body = JSON.stringify({ files: [{ file_id }, { file_id }] })
      await server.problem(await server.sendJson('/api/evaluations', body), 422, 'E_SAME_NAME')
    })
  })
}
