import { hc } from 'hono/client'
import type { Detection } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'
import { facetValueCountMax } from '../alert/facet.ts'
import { searchLengthMax } from '../alert/search-language.ts'
import type { PersistenceRoutes } from './persistence.ts'

describe('the alert routes', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
  })
  afterEach(() => opened.close())

  const client = () =>
    hc<PersistenceRoutes>('http://localhost/api', {
      fetch: (input: string | URL | Request, init?: RequestInit) =>
        opened.app.request(new Request(input, init)),
    })
  const store = async (detections: readonly Detection[]) => {
    opened.persistence.writer.take(detections, 'run-1')
    await opened.persistence.writer.settled()
  }
  const get = async (path: string) => {
    const response = await opened.request(path)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const send = async (method: string, path: string, body: unknown) => {
    const response = await opened.request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const firstId = async () => {
    const { body } = await get('/api/alerts?limit=1')
    return (body.alerts as { alert_id: string }[])[0]?.alert_id as string
  }

  it('lists nothing at first', async () => {
    expect(await get('/api/alerts')).toEqual({
      status: 200,
      body: { total: 0, hidden: 0, count: 0, next_cursor: null, alerts: [] },
    })
  })

  it('answers under /api and /api/v1, with or without a slash at the end', async () => {
    await store([makeDetection({ detection_id: 'a' })])
    for (const path of ['/api/alerts', '/api/v1/alerts', '/api/alerts/', '/api/v1/alerts/']) {
      expect(await get(path)).toMatchObject({ status: 200, body: { total: 1 } })
    }
  })

  it('counts the values of each facet, under all filters but its own', async () => {
    await store([...manySources(3), makeDetection({ detection_id: 'x', kind: 'other' })])
    const { body } = await get('/api/alerts/facets?kind=other')
    const kinds = body.kind as { value: string; count: number }[]
    expect(kinds.map(({ count }) => count)).toEqual([3, 1])
    expect(body.severity).toEqual([{ value: 'medium', count: 1 }])
    expect(body.source).toHaveLength(1)
  })

  it('counts 20 values of a facet, the most frequent', async () => {
    await store([...manySources(facetValueCountMax + 1)])
    await store([makeDetection({ detection_id: 'again', source: '10.0.0.9', kind: 'other' })])
    const { body } = await get('/api/alerts/facets')
    const sources = body.source as { value: string; count: number }[]
    expect(sources).toHaveLength(facetValueCountMax)
    expect(sources[0]).toEqual({ value: '10.0.0.9', count: 2 })
  })

  it('takes a search text of 200 characters', async () => {
    const text = (length: number) => `/api/alerts?q=${'x'.repeat(length)}`
    expect((await get(text(searchLengthMax))).status).toBe(200)
    expect((await get(text(searchLengthMax + 1))).status).toBe(400)
  })

  it('reads a search text, and refuses one with a wrong value', async () => {
    await store(manySources(3))
    expect((await get('/api/alerts?q=-host:10.0.0.1')).body.total).toBe(2)
    expect((await get('/api/alerts?q=severity:hihg')).status).toBe(400)
  })

  it('serves the typed client', async () => {
    await store(manySources(3))
    const page = await client().alerts.$get({ query: { source: '10.0.0.1', severity: ['medium'] } })
    if (page.status !== 200) throw new Error(`status ${page.status}`)
    const { alerts, total } = await page.json()
    expect(total).toBe(1)
    const id = alerts[0]?.alert_id ?? ''
    const patched = await client().alerts[':id'].$patch({
      param: { id },
      json: { status: 'escalated', author: 'ana' },
    })
    if (patched.status !== 200) throw new Error(`status ${patched.status}`)
    expect((await patched.json()).history.at(-1)).toMatchObject({ to: 'escalated', author: 'ana' })
  })

  it('leads from page to page, and says how many there are in all', async () => {
    await store(manySources(25))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const from = cursor && `&cursor=${cursor}`
      const { body } = await get(`/api/alerts?limit=10&sort=score&order=asc${from}`)
      expect(body.total).toBe(25)
      seen.push(...(body.alerts as { source: string }[]).map((alert) => alert.source))
      cursor = body.next_cursor as string | null
    }
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
  })

  it('takes lists with commas and repeated, and times as text and as numbers', async () => {
    await store(manySources(3))
    for (const query of [
      'severity=low,medium',
      'severity=low&severity=medium',
      'source=10.0.0.0,10.0.0.1,10.0.0.2',
      'from=2026-01-02T03:04:00Z&to=2026-01-02T03:05:00Z',
      'from=1767323045&to=1767323047.5',
      'min_score=0.5&min_count=1&q=PORTS&limit=500',
    ]) {
      expect(await get(`/api/alerts?${query}`)).toMatchObject({ status: 200, body: { total: 3 } })
    }
  })

  it.each([
    'sort=id;DROP TABLE alert',
    'sort=alert_id',
    'sort=__proto__',
    'order=desc;--',
    'limit=0',
    'limit=501',
    'limit=ten',
    'limit=1e999',
    'severity=grave',
    'severity=',
    'status=new,open',
    'capture_source=file',
    'target_port=65536',
    'min_score=2',
    'min_score=NaN',
    'from=yesterday',
    'q=%00',
    'kind=a%00b',
    `q=${'x'.repeat(201)}`,
    `kind=${'x'.repeat(256)}`,
    `kind=${Array(51).fill('x').join(',')}`,
    'cursor=nonsense',
    'cursor=WyJsYXN0X3NlZW4gYXNjIiwxLCJhIl0',
    `cursor=${Buffer.from('["last_seen desc","1","a"]').toString('base64url')}`,
    'sevrity=high',
    '__proto__=1',
    'constructor=1',
  ])('refuses ?%s with 400 and the reason', async (query) => {
    const { status, body } = await get(`/api/alerts?${query}`)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: expect.stringMatching(/^E_(INVALID_INPUT|BAD_CURSOR)$/),
    })
  })

  it.each([
    "q=' OR 1=1--",
    'q="',
    'q=%25_',
    'q=\\',
    "source=' OR 1=1--",
    'kind=__proto__',
    "detector=port-scan' --",
    'group_key=v1|%25',
    'capture_name=%27%3B DROP TABLE alert',
    'host=999.1.1.1/99',
  ])('takes ?%s for what it is: it matches nothing', async (query) => {
    await store([makeDetection({ detection_id: 'a' })])
    expect(await get(`/api/alerts?${query}`)).toMatchObject({ status: 200, body: { total: 0 } })
    expect(await get('/api/alerts')).toMatchObject({ status: 200, body: { total: 1 } })
  })

  it.each([
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    'a',
    `${'a'.repeat(23)}%00`,
    "' or 1=1 --",
    '__proto__',
  ])('refuses %s as an id', async (id) => {
    const { status, body } = await get(`/api/alerts/${id}`)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'E_INVALID_INPUT' })
  })

  it('does not find an alert by a part of its id', async () => {
    await store([makeDetection({ detection_id: 'a' })])
    const id = await firstId()
    expect(await get(`/api/alerts/${id}`)).toMatchObject({ status: 200 })
    expect((await get(`/api/alerts/${id.slice(0, 12)}`)).status).toBe(400)
    const other = id.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    expect(await get(`/api/alerts/${other}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'E_NO_ALERT' } },
    })
  })

  it('keeps a decision with its note and its author', async () => {
    await store([makeDetection({ detection_id: 'a' })])
    const id = await firstId()
    const { status, body } = await send('PATCH', `/api/alerts/${id}`, {
      status: 'acknowledged',
      note: '  <script>alert(1)</script> is only text  ',
      author: 'ana',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'acknowledged',
      notes: [{ text: '<script>alert(1)</script> is only text', author: 'ana' }],
      history: [{ action: 'created' }, { action: 'status', from: 'new', to: 'acknowledged' }],
    })
    expect((await get(`/api/v1/alerts/${id}`)).body).toEqual(body)
  })

  it.each([
    {},
    { author: 'ana' },
    { status: 'open' },
    { status: null },
    { note: ' ' },
    { note: 'x'.repeat(4_001) },
    { note: 'a\0b' },
    { status: 'new', severity: 'low' },
    { status: 'new', author: '' },
    JSON.parse('{"status":"new","__proto__":{"isAdmin":true}}'),
    [],
  ])('refuses the decision %j', async (change) => {
    await store([makeDetection({ detection_id: 'a' })])
    const { status, body } = await send('PATCH', `/api/alerts/${await firstId()}`, change)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'E_INVALID_INPUT' })
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined()
  })

  it('decides about alerts that are not there with 404', async () => {
    const { status } = await send('PATCH', `/api/alerts/${'0'.repeat(24)}`, { status: 'new' })
    expect(status).toBe(404)
  })

  it('refuses a decision that does not say it is JSON, and one that is too large', async () => {
    await store([makeDetection({ detection_id: 'a' })])
    const path = `/api/alerts/${await firstId()}`
    const text = await opened.request(path, { method: 'PATCH', body: '{"status":"resolved"}' })
    expect(text.status).toBe(415)
    const large = await send('PATCH', path, { note: 'x'.repeat(300_000) })
    expect(large).toMatchObject({ status: 413, body: { error: { code: 'E_BODY_TOO_LARGE' } } })
    expect((await get(path)).body).toMatchObject({ status: 'new', notes: [] })
  })

  it('answers 405 where only other verbs go', async () => {
    for (const path of ['/api/alerts', '/api/alerts/export']) {
      const response = await opened.request(path, { method: 'DELETE' })
      expect(response.status).toBe(405)
    }
  })

  it('decides about many alerts, by id or by filter', async () => {
    await store(manySources(12))
    const { body } = await get('/api/alerts?limit=3')
    const ids = (body.alerts as { alert_id: string }[]).map((alert) => alert.alert_id)
    expect(
      await send('POST', '/api/alerts/bulk', { alert_ids: ids, status: 'acknowledged' }),
    ).toMatchObject({ status: 200, body: { changed_count: 3, unchanged_count: 0, missing: [] } })
    const rest = { filter: { status: 'new' }, status: 'resolved', note: 'tidied' }
    expect(await send('POST', '/api/alerts/bulk', { ...rest, expected_count: 12 })).toMatchObject({
      status: 409,
      body: { error: { code: 'E_COUNT_CHANGED' } },
    })
    expect(await send('POST', '/api/alerts/bulk', { ...rest, expected_count: 9 })).toMatchObject({
      status: 200,
      body: { changed_count: 9 },
    })
    expect((await get('/api/alerts?status=resolved')).body).toMatchObject({ total: 9 })
  })

  it('tells what an undo needs', async () => {
    await store(manySources(2))
    const id = await firstId()
    await send('PATCH', `/api/alerts/${id}`, { status: 'escalated' })
    const both = { filter: {}, expected_count: 2, status: 'false_positive' }
    const { body } = await send('POST', '/api/alerts/bulk', both)
    const changed = body.changed as { alert_id: string; from: string }[]
    expect(changed.find((one) => one.alert_id === id)).toEqual({ alert_id: id, from: 'escalated' })
  })

  it.each([
    { status: 'resolved' },
    { alert_ids: [], status: 'resolved' },
    { alert_ids: ['x'], status: 'resolved' },
    { filter: {}, status: 'resolved' },
    { filter: { sevrity: 'high' }, expected_count: 0, status: 'resolved' },
    { alert_ids: ['0'.repeat(24)], filter: {}, expected_count: 0, status: 'resolved' },
    { filter: {}, expected_count: 0 },
  ])('refuses the bulk change %j', async (change) => {
    const { status, body } = await send('POST', '/api/alerts/bulk', change)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'E_INVALID_INPUT' })
  })
})
