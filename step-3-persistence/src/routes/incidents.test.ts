import type { Detection } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'

type Json = Record<string, unknown>

describe('incidents', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
    const of = (detection_id: string, given: Partial<Detection>) =>
      makeDetection({ detection_id, kind: detection_id, ...given })
    const { writer } = opened.persistence
    writer.take(
      [
        of('port_scan', { severity: 'high' }),
        of('login_guessing', {}),
        of('beaconing', { source: '10.0.0.6', severity: 'low' }),
      ],
      'run',
    )
    await writer.settled()
  })
  afterEach(() => opened.close())

  const request = async (method: string, path: string, body?: unknown) => {
    const response = await opened.request(`/api/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
  const list = async (query = '') =>
    (await request('GET', `incidents?${query}`)).body as Json & { incidents: Json[] }
  const first = async (query = '') => (await list(query)).incidents[0] as Json

  it('are counted by each value, as many as the list has with it', async () => {
    const body = (await request('GET', 'incidents/facets?status=new')).body
    const facets = body as Record<string, { value: string; count: number }[]>
    expect(facets.source).toEqual([
      { value: '10.0.0.5', count: 1 },
      { value: '10.0.0.6', count: 1 },
    ])
    expect(facets.kind?.map(({ count }) => count)).toEqual([1, 1, 1])
    expect(facets.technique?.[0]?.count).toBe(2)
    for (const [name, counts] of Object.entries(facets)) {
      for (const { value, count } of counts) {
        // Its own filter is left out of a facet.
        const query = name === 'status' ? '' : 'status=new&'
        expect(await list(`${query}${name}=${value}`), `${name}=${value}`).toMatchObject({
          total: count,
        })
      }
    }
  })

  it('are counted under what is asked of them and of their alerts', async () => {
    const of = async (query: string) =>
      (await request('GET', `incidents/facets?${query}`)).body as Record<
        string,
        { count: number }[]
      >
    expect((await of('kind=port_scan')).severity).toEqual([{ value: 'high', count: 1 }])
    expect((await of('kind=port_scan')).kind).toHaveLength(3)
    expect((await of('severity=high')).kind).toHaveLength(2)
    expect((await of('q=-kind:port_scan')).source).toHaveLength(2)
    expect((await of('q=kind:beaconing')).source).toHaveLength(1)
  })

  it('are listed, the gravest first where that is asked', async () => {
    expect(await list('sort=severity')).toMatchObject({
      total: 2,
      count: 2,
      next_cursor: null,
      incidents: [
        { source: '10.0.0.5', status: 'new', severity: 'high', alert_count: 2 },
        { source: '10.0.0.6', kinds: ['beaconing'] },
      ],
    })
    expect(await list('severity=high')).toMatchObject({ total: 1 })
    expect(await list('source=10.0.0.4/31')).toMatchObject({ total: 1 })
    const { next_cursor } = await list('limit=1')
    expect(await list(`limit=1&cursor=${next_cursor}`)).toMatchObject({
      count: 1,
      next_cursor: null,
    })
    expect(
      (await request('GET', `incidents?sort=severity&cursor=${next_cursor}`)).body,
    ).toMatchObject({ error: { code: 'E_BAD_CURSOR' } })
    expect((await request('GET', 'incidents?suppressed=true')).status).toBe(400)
  })

  it('are found by what one of their alerts is, in the language of the search field too', async () => {
    const sources = async (query: string) =>
      (await list(query)).incidents.map(({ source }) => source)
    expect(await sources('kind=beaconing')).toEqual(['10.0.0.6'])
    expect(await sources('q=kind:port_scan')).toEqual(['10.0.0.5'])
    expect(await sources('q=-kind:beaconing&host=10.0.0.0/24')).toEqual(['10.0.0.5'])
    expect(await sources('q=kind:port_scan&kind=login_guessing')).toEqual([])
    expect(await sources('source=10.0.0.6,10.0.0.7&severity=low')).toEqual(['10.0.0.6'])
    expect((await request('GET', 'incidents?q=severity:awful')).status).toBe(400)
  })

  it('are shown with their alerts, by the id of any of them', async () => {
    const { incident_id } = await first('source=10.0.0.5')
    const { body } = await request('GET', `incidents/${incident_id}`)
    expect(body).toMatchObject({
      incident_id,
      alerts: [{ kind: 'port_scan' }, { kind: 'login_guessing' }],
    })
    for (const { alert_id } of body.alerts as Json[]) {
      expect((await request('GET', `incidents/${alert_id}`)).body).toEqual(body)
    }
    expect((await request('GET', `incidents/${'0'.repeat(24)}`)).body).toMatchObject({
      error: { code: 'E_NO_INCIDENT' },
    })
  })

  it('are decided as a whole, with a history of each alert', async () => {
    const { incident_id } = await first('source=10.0.0.5')
    const decision = { status: 'resolved', note: 'cleaned up', author: 'ana' }
    const { body } = await request('PATCH', `incidents/${incident_id}`, decision)
    expect(body).toMatchObject({ status: 'resolved', open_count: 0 })
    for (const { alert_id } of body.alerts as Json[]) {
      expect((await request('GET', `alerts/${alert_id}`)).body).toMatchObject({
        status: 'resolved',
        notes: [{ text: 'cleaned up' }],
        history: [{ action: 'created' }, { action: 'status', author: 'ana', to: 'resolved' }],
      })
    }
    expect(await first('source=10.0.0.6')).toMatchObject({ status: 'new' })
    expect((await request('PATCH', `incidents/${'0'.repeat(24)}`, decision)).status).toBe(404)
    expect((await request('PATCH', `incidents/${incident_id}`, {})).status).toBe(400)
  })

  it('are decided many at once, by id or after their exact number, and taken back', async () => {
    const bulk = (body: object) => request('POST', 'incidents/bulk', body)
    const { alerts } = (
      await request('GET', `incidents/${(await first('kind=port_scan')).incident_id}`)
    ).body as { alerts: Json[] }
    // The id of any of its alerts leads to an incident, here too.
    const ids = [alerts[1]?.alert_id, (await first('kind=beaconing')).incident_id]
    const done = await bulk({ incident_ids: ids, status: 'resolved', author: 'ana' })
    expect(done.body).toMatchObject({ changed_count: 3, unchanged_count: 0, missing: [] })
    expect(await list('status=resolved')).toMatchObject({ total: 2 })
    const changed = done.body.changed as { alert_id: string; from: string }[]
    const alert_ids = changed.map(({ alert_id }) => alert_id)
    expect(new Set(changed.map(({ from }) => from))).toEqual(new Set(['new']))
    await request('POST', 'alerts/bulk', { alert_ids, status: 'new' })
    expect(await list('status=new')).toMatchObject({ total: 2 })

    const filter = { q: 'kind:port_scan' }
    expect((await bulk({ filter, expected_count: 2, status: 'resolved' })).body).toMatchObject({
      error: { code: 'E_COUNT_CHANGED', message: '1 incidents match now, not 2' },
    })
    const some = await bulk({ filter, expected_count: 1, status: 'escalated', note: 'look' })
    expect(some.body).toMatchObject({ changed_count: 2 })
    expect(await first('kind=beaconing')).toMatchObject({ status: 'new' })
    const nothing = await bulk({ incident_ids: ['0'.repeat(24)], status: 'resolved' })
    expect(nothing.body).toMatchObject({ changed_count: 0 })
    for (const body of [{ filter, status: 'new' }, { incident_ids: ids }, { status: 'new' }]) {
      expect((await bulk(body)).status).toBe(400)
    }
  })

  it('leave out what a rule hides, and come back without it', async () => {
    const rule = { kind: ['port_scan'] }
    const added = await request('POST', 'suppressions', { rule, reason: 'a known scanner' })
    expect(await first('source=10.0.0.5')).toMatchObject({
      kinds: ['login_guessing'],
      alert_count: 1,
      severity: 'medium',
    })
    const all = { source: ['10.0.0.5'] }
    await request('POST', 'suppressions', { rule: all, reason: 'a known scanner' })
    expect(await list('source=10.0.0.5')).toMatchObject({ total: 0 })
    for (const { suppression_id } of (await request('GET', 'suppressions')).body
      .suppressions as Json[]) {
      await request('DELETE', `suppressions/${suppression_id}`)
    }
    expect(added.status).toBe(200)
    expect(await first('source=10.0.0.5')).toMatchObject({ alert_count: 2, severity: 'high' })
  })
})
