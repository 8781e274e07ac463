import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jsonBytesMax } from '../src/app.ts'
import { withoutExample } from './openapi-examples.ts'

/** A server of any step: an app's own `request`, or `fetch` towards one that listens. */
export interface OpenedServer {
  request(path: string, init?: RequestInit): Promise<Response>
  close?(): Promise<void>
}

const sampleFile = new URL('../../samples/sample_batch.json', import.meta.url)

/** What every step still answers. `open` gives a server on an empty data folder, once a test. */
export function step1Contract(open: () => Promise<OpenedServer>): void {
  describe('step 1: numbers in, scores out', () => {
    let server: OpenedServer
    beforeEach(async () => {
      server = await open()
    })
    afterEach(() => server.close?.())

    const get = (path: string) => server.request(path)
    const post = (path: string, body: unknown) => send(server, path, JSON.stringify(body))

    it('says what it is and where its routes are', async () => {
      const welcome = await json(await get('/'), 200)
      expect(welcome).toMatchObject({ name: 'Net Anomaly', model: null })
      expect(welcome.links).toMatchObject({ health: '/health', docs: '/docs' })
    })

    it('reports its health, and whether it has a model', async () => {
      const before = await json(await get('/health'), 200)
      expect(before).toMatchObject({ status: 'ok', mode: expect.any(String), model_loaded: false })
      expect(before.version).toMatch(/^\d+\.\d+\.\d+$/)
      expect(new Date(before.timestamp as string).toISOString()).toBe(before.timestamp)
      expect(before.uptime_seconds).toBeGreaterThanOrEqual(0)
      await post('/train', sampleBatch())
      expect(await json(await get('/health'), 200)).toMatchObject({ model_loaded: true })
    })

    it('refuses to analyze before it was trained, and says how to train', async () => {
      const error = await problem(await post('/analyze', sampleBatch()), 409, 'E_NO_MODEL')
      expect(error.fix).toContain('/train')
    })

    it('tells of the model that it trained', async () => {
      const model = await json(await post('/train', sampleBatch()), 200)
      expect(model).toMatchObject({
        model_id: expect.stringMatching(/^\w+$/),
        algorithm: expect.any(String),
        features: ['size', 'proto'],
        items: sampleBatch().items.length,
      })
      expect(model.threshold).toBeGreaterThan(0)
      expect(model.threshold).toBeLessThan(1)
    })

    it('finds the odd items of the sample and no other', async () => {
      await post('/train', sampleBatch())
      const { items } = sampleBatch()
      const { count, anomalies, results } = await analyze(items)
      expect(count).toBe(items.length)
      const odd = items.filter((_, index) => results[index]?.is_anomaly)
      expect(odd.map(({ size, proto }) => [size, proto]).sort()).toEqual(oddOnes)
      expect(anomalies).toBe(oddOnes.length)
    })

    it('scores from 0 to 1, an anomaly above the threshold', async () => {
      await post('/train', sampleBatch())
      const edges = [0, 1, 4_294_967_335].flatMap((size) =>
        [0, 6, 255].map((proto) => ({ size, proto })),
      )
      for (const result of (await analyze([...sampleBatch().items, ...edges])).results) {
        expect(result.score).toBeGreaterThanOrEqual(0)
        expect(result.score).toBeLessThanOrEqual(1)
        expect(result.is_anomaly).toBe(result.score > result.threshold)
        expect(Number.isFinite(result.raw_score)).toBe(true)
      }
    })

    it('gives an item the same score alone and in company', async () => {
      await post('/train', sampleBatch())
      const { items } = sampleBatch()
      const together = (await analyze(items)).results
      for (const index of [0, 7, items.length - 1]) {
        const alone = await analyze(items.slice(index, index + 1))
        expect(alone.results[0]).toEqual(together[index])
      }
    })

    it.each(badBodies)('refuses %s', async (_, body, status, code) => {
      for (const path of ['/train', '/analyze', '/train/']) {
        const error = await problem(await send(server, path, body), status, code)
        expect(error.fix).not.toBe('')
      }
      expect(await json(await get('/health'), 200)).toMatchObject({ model_loaded: false })
    })

    it('refuses a body that does not say that it is JSON', async () => {
      const text = JSON.stringify(sampleBatch())
      const response = await send(server, '/train', text, 'text/plain')
      // A later step may refuse it earlier, as a forged request.
      if (response.status !== 403) await problem(response, 415, 'E_NOT_JSON')
      expect(await json(await get('/health'), 200)).toMatchObject({ model_loaded: false })
    })

    it('refuses a body over the limit, announced or not', async () => {
      const text = `{"items":[],"filler":"${'x'.repeat(jsonBytesMax)}"}`
      for (const path of ['/train', '/analyze']) {
        await problem(await send(server, path, text), 413, 'E_BODY_TOO_LARGE')
        await problem(await send(server, path, inChunks(text)), 413, 'E_BODY_TOO_LARGE')
      }
    })

    it('answers an unknown route with 404 and another verb with 405, both as JSON', async () => {
      await problem(await get('/nothing/here'), 404, 'E_NOT_FOUND')
      const response = await get('/train')
      expect(response.headers.get('allow')).toBe('POST')
      await problem(response, 405, 'E_METHOD_NOT_ALLOWED')
    })

    it('accepts a trailing slash', async () => {
      await json(await post('/train/', sampleBatch()), 200)
      await json(await get('/health/'), 200)
    })

    it('describes every route in OpenAPI 3.1, with an example of each body', async () => {
      const document = await json(await get('/openapi.json'), 200)
      expect(document.openapi).toBe('3.1.0')
      expect(Object.keys(document.paths as object)).toEqual(
        expect.arrayContaining(['/', '/health', '/train', '/analyze']),
      )
      expect(withoutExample(document)).toEqual([])
    })

    it('shows the routes on a page that needs no other server', async () => {
      const page = await (await get('/docs')).text()
      expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
      const assets = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '')
      expect(assets.length).toBeGreaterThan(0)
      for (const asset of assets) expect((await get(asset)).status, asset).toBe(200)
    })

    async function analyze(items: readonly unknown[]): Promise<Analysis> {
      const response = await post('/analyze', { items })
      expect(response.status).toBe(200)
      return (await response.json()) as Analysis
    }
  })
}

interface Analysis {
  count: number
  anomalies: number
  results: { score: number; raw_score: number; threshold: number; is_anomaly: boolean }[]
}

/** Size and protocol of the three items of the sample that are unlike the others. */
const oddOnes = [
  [28, 132],
  [65_535, 6],
  [9216, 47],
]

const badBodies: [name: string, body: string, status: number, code: string][] = [
  ['what is not JSON', 'size=1', 400, 'E_BAD_JSON'],
  ['JSON that was cut off', '{"items":[{"size":1', 400, 'E_BAD_JSON'],
  ['an empty body', '', 400, 'E_BAD_JSON'],
  ['an array instead of an object', '[]', 400, 'E_INVALID_INPUT'],
  ['null', 'null', 400, 'E_INVALID_INPUT'],
  ['an empty batch', '{"items":[]}', 400, 'E_INVALID_INPUT'],
  ['no items', '{}', 400, 'E_INVALID_INPUT'],
  ['a text for a number', '{"items":[{"size":"1","proto":6}]}', 400, 'E_INVALID_INPUT'],
  ['a missing number', '{"items":[{"size":1}]}', 400, 'E_INVALID_INPUT'],
  ['NaN', '{"items":[{"size":NaN,"proto":6}]}', 400, 'E_BAD_JSON'],
  ['infinity', '{"items":[{"size":1e999,"proto":6}]}', 400, 'E_INVALID_INPUT'],
  ['a size of 1e308', '{"items":[{"size":1e308,"proto":6}]}', 400, 'E_INVALID_INPUT'],
  ['a negative size', '{"items":[{"size":-1,"proto":6}]}', 400, 'E_INVALID_INPUT'],
  ['a protocol over 255', '{"items":[{"size":1,"proto":256}]}', 400, 'E_INVALID_INPUT'],
  ['100,001 items', manyItems(100_001, { size: 60, proto: 6 }), 400, 'E_INVALID_INPUT'],
  ['100,000 wrong items', manyItems(100_000, { size: 'x', proto: 'y' }), 400, 'E_INVALID_INPUT'],
  ['200,000 wrong items', manyItems(200_000, { size: 'x', proto: 'y' }), 400, 'E_INVALID_INPUT'],
  [
    'a million brackets',
    `{"items":[${'['.repeat(1e6)}${']'.repeat(1e6)}]}`,
    400,
    'E_INVALID_INPUT',
  ],
]

function manyItems(count: number, item: object): string {
  return JSON.stringify({ items: new Array(count).fill(item) })
}

function sampleBatch(): { items: { size: number; proto: number }[] } {
  return JSON.parse(readFileSync(sampleFile, 'utf8'))
}

function send(
  server: OpenedServer,
  path: string,
  body: string | ReadableStream,
  type = 'application/json',
): Promise<Response> {
  return Promise.resolve(
    server.request(path, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      ...(typeof body === 'string' ? {} : { duplex: 'half' }),
    }),
  )
}

/** A body without a stated length: it is sent in chunks of 64 KiB. */
function inChunks(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let offset = 0
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(offset, offset + 65_536))
      offset += 65_536
    },
  })
}

async function json(response: Response, status: number): Promise<Record<string, unknown>> {
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toContain('application/json')
  return (await response.json()) as Record<string, unknown>
}

async function problem(response: Response, status: number, code: string) {
  const { error } = await json(response, status)
  expect(error).toMatchObject({ code, message: expect.any(String), fix: expect.any(String) })
  return error as { code: string; message: string; fix: string }
}
