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
    expect((await request('GET', 'incidents?kind=x')).status).toBe(400)
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
