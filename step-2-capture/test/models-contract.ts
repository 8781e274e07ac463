import type { OpenedServer } from 'step-1-skeleton/contract'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Client } from './contract-client.ts'
import { simulatedCapture } from './simulated-capture.ts'
import { smallModel } from './small-model.ts'

interface Version {
  readonly model_id: string
  readonly active: boolean
  readonly data_hash: string | null
  readonly concerns: readonly { readonly code: string; readonly blocks: boolean }[]
}

/** Versions of models over HTTP: nothing is replaced silently, and one step takes it back. */
export function modelsContract(open: () => Promise<OpenedServer>): void {
  // A model is trained in seconds, on a busy machine in many.
  describe('step 2: versions of models', { timeout: 60_000 }, () => {
    let server: Client
    let opened: OpenedServer
    let scan: Uint8Array<ArrayBuffer>
    let office: Uint8Array<ArrayBuffer>
    beforeAll(async () => {
      scan = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 2 })
      office = await simulatedCapture({ scenario: 'office', seed: 2, durationSeconds: 120 })
    })
    beforeEach(async () => {
      opened = await open()
      server = new Client(opened)
    })
    afterEach(() => opened.close?.())

    const list = async () =>
      (await server.get('/api/models')) as {
        active: string
        previous: string | null
        models: Version[]
      }
    const judging = async () =>
      ((await server.get('/api/status')).model as { model_id: string }).model_id
    const remove = (id: string) => opened.request(`/api/models/${id}`, { method: 'DELETE' })

    async function train(body: object) {
      const answer = await server.post('/api/train', { algorithm: 'mahalanobis', ...body })
      return answer as { version: Version; message: string; preview: unknown }
    }
    /** Faster than a training: each seed gives another model. */
    async function bring(seed: number, source: 'pcap' | 'simulate' = 'pcap') {
      const answer = await server.post('/api/models', smallModel(seed, source).toBundle())
      return answer as { model: Version; preview: unknown }
    }

    it('activates the first training alone, says what a second one is kept as, and compares them', async () => {
      const { file_id } = await server.upload('/api', 'office.pcap', office)
      const first = await train({ file_id, author: 'ana' })
      expect(first.version).toMatchObject({
        active: true,
        author: 'ana',
        source: 'pcap',
        captures: ['office.pcap'],
        seed: 1,
        data_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        held_out: { windows: expect.any(Number), unusual_share: expect.any(Number) },
        attacks: [],
      })
      const second = await train({ file_id, seed: 2 })
      const { model_id } = second.version
      expect(second.version).toMatchObject({ active: false, data_hash: first.version.data_hash })
      expect(second.message).toContain(`POST /api/models/${model_id}/activate`)
      expect(await judging()).toBe(first.version.model_id)
      expect(await list()).toMatchObject({
        active: first.version.model_id,
        previous: expect.stringMatching(/^default-/),
        models: [{ model_id }, { model_id: first.version.model_id }, { made_by: 'shipped' }],
      })
      const path = `/api/models/${first.version.model_id}/compare/${model_id}`
      const { comparisons } = await server.get(path)
      const figures = [first.version.model_id, model_id].map((id) => ({
        model_id: id,
        figures: { windows: expect.any(Number), unusual: expect.any(Number) },
      }))
      expect(comparisons).toMatchObject([
        { windows_of: first.version.model_id, figures },
        { windows_of: model_id, figures },
      ])
    })

    it('activates a version, and one step takes it back', async () => {
      const { model: first } = await bring(1)
      const { model: second } = await bring(2)
      expect(await judging()).toMatch(/^default-/)
      await server.post(`/api/models/${first.model_id}/activate`)
      const activated = await server.post(`/api/models/${second.model_id}/activate`)
      expect(activated).toMatchObject({ model: { model_id: second.model_id, active: true } })
      expect(await judging()).toBe(second.model_id)
      await server.problem(await remove(second.model_id), 409, 'E_ACTIVE_VERSION')
      expect(await server.post('/api/models/roll_back')).toMatchObject({
        model: { model_id: first.model_id },
      })
      expect(await judging()).toBe(first.model_id)
      expect((await remove(second.model_id)).status).toBe(200)
      await server.problem(await remove(second.model_id), 404, 'E_NO_VERSION')
      expect((await list()).models).toHaveLength(2)
      await server.post('/api/models/roll_back')
      const further = await opened.request('/api/models/roll_back', { method: 'POST' })
      await server.problem(further, 409, 'E_NOTHING_BEFORE')
    })

    it('does not let a model judge that was taught attacks, unless that is accepted', async () => {
      await server.replay('scan.pcap', scan)
      const { files } = (await server.get('/api/files')) as { files: { file_id: string }[] }
      for (const data of [{ file_id: files[0]?.file_id }, { windows: 5_000 }]) {
        const { version, message } = await train({ ...data, activate: true })
        expect(version).toMatchObject({
          active: false,
          attacks: [{ kind: 'vertical_port_scan' }],
          concerns: [{ code: 'attacks_seen', blocks: true }],
        })
        expect(message).toContain('attacks in it')
      }
      expect(await judging()).toMatch(/^default-/)
      const [newest] = (await list()).models
      const path = `/api/models/${newest?.model_id}/activate`
      await server.problem(await server.sendJson(path, '{}'), 409, 'E_MODEL_CONCERNS')
      await server.post(path, { accept_concerns: true })
      expect(await judging()).toBe(newest?.model_id)
      await server.post('/api/models/roll_back')
      expect(await judging()).toMatch(/^default-/)
    })

    it('does not let simulated traffic judge real traffic', async () => {
      await server.replay('office.pcap', office)
      const { version } = await train({ synthetic: true, activate: true })
      const concerns = [{ code: 'other_source', blocks: true }]
      expect(version).toMatchObject({ active: false, concerns })
      const { model } = await bring(1, 'simulate')
      expect(model.concerns).toMatchObject([...concerns, { code: 'unknown_data', blocks: false }])
      expect(await judging()).toMatch(/^default-/)
    })

    it('says so while a model of simulated traffic judges another, and no longer', async () => {
      const { model } = await bring(1, 'simulate')
      await server.post(`/api/models/${model.model_id}/activate`)
      const problems = async () => (await server.get('/health')).problems
      expect(await problems()).toBeUndefined()
      const { file_id } = await server.upload('/api', 'office.pcap', office)
      await server.post('/api/start', { source: { kind: 'pcap', file_id, speed: 0.01 } })
      expect(await problems()).toEqual([
        expect.stringContaining('it learned from simulated traffic, and judges the capture office'),
      ])
      await server.post('/api/models/roll_back')
      expect(await problems()).toBeUndefined()
      await server.post('/api/stop')
    })

    it('refuses fewer windows than it needs, and says how many', async () => {
      const few = await simulatedCapture({ scenario: 'office', seed: 2, durationSeconds: 15 })
      const { file_id } = await server.upload('/api', 'few.pcap', few)
      const asked = await server.sendJson('/api/train', JSON.stringify({ file_id }))
      expect(await asked.json()).toMatchObject({
        error: {
          code: 'E_TOO_FEW_ITEMS',
          message: expect.stringMatching(/^there are \d+ host windows .* 100 are needed$/),
        },
      })
      await server.replay('few.pcap', few)
      for (const body of [{}, { windows: 2 }]) {
        const refused = await server.sendJson('/api/train', JSON.stringify(body))
        await server.problem(refused, 422, 'E_TOO_FEW_ITEMS')
      }
      expect((await list()).models).toHaveLength(1)
    })

    it('shows what a version would have found unusual, the active model beside it', async () => {
      await server.replay('office.pcap', office)
      const { drift } = await server.get('/api/models/drift')
      expect(drift).toMatchObject({ windows: expect.any(Number), unusual: 0, unusual_hosts: 0 })
      const { model, preview } = await bring(1)
      const { active } = await list()
      expect(preview).toMatchObject({
        run_id: expect.any(String),
        before: { model_id: active, windows: expect.any(Number), unusual: 0 },
        after: { model_id: model.model_id, unusual_share: 1 },
      })
      expect((await server.get(`/api/models/${model.model_id}`)).preview).toEqual(preview)
    })

    it('gives a version as a file, and takes it again', async () => {
      const { model_id } = (await bring(1)).model
      const file = await opened.request(`/api/models/${model_id}/export`)
      expect(file.headers.get('content-disposition')).toBe(
        `attachment; filename="${model_id}.json"`,
      )
      const text = await file.text()
      expect((await remove(model_id)).status).toBe(200)
      const imported = await server.sendJson('/api/models?author=ana', text)
      expect(await imported.json()).toMatchObject({
        model: { model_id, made_by: 'import', author: 'ana', active: false },
      })
      await server.post(`/api/models/${model_id}/activate`)
      expect(await judging()).toBe(model_id)
    })

    it('keeps nothing that is no whole model, and says why', async () => {
      const whole = smallModel(1).toBundle()
      const refused: [string, number, string][] = [
        [JSON.stringify({ ...whole, seed: 2 }), 409, 'E_MODEL_DAMAGED'],
        [JSON.stringify({ format: 'other', hash: '' }), 409, 'E_MODEL_DAMAGED'],
        ['{}', 400, 'E_INVALID_INPUT'],
        ['[', 400, 'E_BAD_JSON'],
      ]
      for (const [body, status, code] of refused) {
        await server.problem(await server.sendJson('/api/models', body), status, code)
      }
      const text = await server.sendJson(
        '/api/models',
        JSON.stringify(whole),
        'application/octet-stream',
      )
      await server.problem(text, 415, 'E_NOT_JSON')
      expect((await list()).models).toHaveLength(1)
      await server.problem(await opened.request('/api/models/..%2Factive'), 400, 'E_INVALID_INPUT')
      const unknown = await opened.request('/api/models/0123456789ab/export')
      await server.problem(unknown, 404, 'E_NO_VERSION')
    })
  })
}
