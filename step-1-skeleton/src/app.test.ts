import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openApp } from '../test/open-app.ts'

const items = Array.from({ length: 40 }, (_, index) => ({ size: 60 + index, proto: 6 }))

describe('app', () => {
  let folder: string
  const open = () => openApp(folder)
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'app-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function post(path: string, body: unknown) {
    const { request } = await open()
    const headers = { 'content-type': 'application/json' }
    return request(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  const health = async () => (await (await open()).request('/health')).json()

  it('analyzes after a restart with the model that was trained before', async () => {
    const trained = (await (await post('/train', { items })).json()) as { model_id: string }
    const analysis = await (await post('/analyze', { items })).json()
    expect(analysis).toMatchObject({ count: 40, model_version: trained.model_id })
  })

  it('lists what it did not look at, and looks at the rest', async () => {
    const sent = { items: items.map((one) => ({ ...one, flags: 2 })), note: 'x' }
    const ignored = ['note', 'items.*.flags']
    expect(await (await post('/train', sent)).json()).toMatchObject({ items: 40, ignored })
    expect(await (await post('/analyze', sent)).json()).toMatchObject({ count: 40, ignored })
    expect(await (await post('/analyze', { items })).json()).not.toHaveProperty('ignored')
  })

  it('parses a body once, although the validator and the route both look at it', async () => {
    const parse = vi.spyOn(JSON, 'parse')
    await post('/train', { items })
    const body = JSON.stringify({ items })
    expect(parse.mock.calls.filter(([text]) => text === body)).toHaveLength(1)
    parse.mockRestore()
  })

  it('is degraded with a damaged model, says why, and is well when trained again', async () => {
    await post('/train', { items })
    const path = join(folder, 'model.json')
    const saved = await readFile(path, 'utf8')
    await writeFile(path, saved.replace('"items":40', '"items":41'))
    expect(await health()).toMatchObject({
      status: 'degraded',
      model_loaded: false,
      problems: [expect.stringContaining('hash')],
    })
    const refused = await post('/analyze', { items })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ error: { code: 'E_MODEL_DAMAGED' } })
    await post('/train', { items })
    expect(await health()).toMatchObject({ status: 'ok', model_loaded: true })
  })

  it('refuses to learn from one item', async () => {
    const response = await post('/train', { items: items.slice(0, 1) })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ error: { code: 'E_TOO_FEW_ITEMS' } })
  })

  it('says where in the body the mistake is', async () => {
    const response = await post('/train', { items: [...items, { size: 60, proto: 'tcp' }] })
    expect(await response.json()).toMatchObject({
      error: {
        code: 'E_INVALID_INPUT',
        message: expect.stringMatching(/^items\.40\.proto: /),
        details: [{ path: 'items.40.proto' }],
      },
    })
  })

  it('pollutes no prototype', async () => {
    const { request } = await open()
    const headers = { 'content-type': 'application/json' }
    const body = '{"__proto__":{"polluted":1},"items":[{"size":1,"proto":6,"__proto__":{"x":1}}]}'
    await request('/analyze', { method: 'POST', headers, body })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each(['/docs/..%2fpackage.json', '/docs/__proto__', '/docs/swagger-ui.js', '/docs/%00'])(
    'serves nothing but the page itself: %s',
    async (path) => {
      expect((await (await open()).request(path)).status).toBe(404)
    },
  )

  it('answers HEAD like GET, without the body', async () => {
    const response = await (await open()).request('/health', { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})
