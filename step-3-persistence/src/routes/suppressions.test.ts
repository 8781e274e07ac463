import type { Detection } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'
import type { MergeResult } from '../alert/alert-store.ts'

type Json = Record<string, unknown>

describe('suppressions', () => {
  let opened: OpenedApp
  let runCount: number
  beforeEach(async () => {
    opened = await openApp()
    runCount = 0
  })
  afterEach(() => opened.close())

  const request = async (method: string, path: string, body?: unknown) => {
    const response = await opened.request(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
  const see = async (...detections: Detection[]) => {
    opened.persistence.writer.take(detections, `run-${runCount++}`)
    await opened.persistence.writer.settled()
  }
  const add = (rule: Json, given: Json = {}) =>
    request('POST', '/api/suppressions', { rule, reason: 'a known scanner', ...given })
  const shown = async (query = '') => (await request('GET', `/api/alerts?${query}`)).body
  const rules = async () => (await request('GET', '/api/suppressions')).body.suppressions as Json[]

  const scanner = makeDetection({ detection_id: 's', source: '10.0.7.9' })
  const other = makeDetection({ detection_id: 'o', source: '10.0.8.9' })

  it('hide what is stored and what comes, and count it', async () => {
    await see(scanner, other)
    const { status, body } = await add({ kind: ['port_scan'], source: ['10.0.7.0/24'] })
    expect(status).toBe(200)
    expect(body).toMatchObject({ hidden_alerts: 1, hits: 0, last_hit_at: null })
    expect(await shown()).toMatchObject({ total: 1, hidden: 1, alerts: [{ source: '10.0.8.9' }] })
    await see(scanner, makeDetection({ detection_id: 't', source: '10.0.7.10' }))
    expect(await shown()).toMatchObject({ total: 1, hidden: 2 })
    expect(await rules()).toMatchObject([
      { hits: 2, hidden_alerts: 2, last_hit_at: expect.any(String) },
    ])
    expect(await shown('suppressed=true')).toMatchObject({
      total: 2,
      alerts: [{ suppressed_by: body.suppression_id }, { suppressed_by: body.suppression_id }],
    })
    expect(await shown('suppressed=all')).toMatchObject({ total: 3 })
  })

  it('change nothing of an alert but who sees it', async () => {
    await see(scanner)
    const [before] = (await shown()).alerts as Json[]
    const { body } = await add({ source: ['10.0.7.9'] })
    const [hidden] = (await shown('suppressed=true')).alerts as Json[]
    expect(hidden).toEqual({ ...before, suppressed_by: body.suppression_id })
    await request('DELETE', `/api/suppressions/${body.suppression_id}`)
    const [after] = (await shown()).alerts as Json[]
    expect(after).toEqual(before)
  })

  it('match either end, a port, words, and several fields together', async () => {
    const target = makeDetection({
      detection_id: 'a',
      source: '172.16.0.1',
      target: '10.0.7.9',
      target_port: 22,
      title: 'guessing passwords',
    })
    for (const rule of [
      { host: ['10.0.7.0/24'] },
      { target: ['10.0.7.9'], target_port: 22 },
      { q: 'GUESSING' },
      { detector: ['port-scan'], technique: ['T1046'], severity: ['medium'] },
      { kind: ['port_scan'], capture_source: ['pcap'], capture_name: 'scan.pcap' },
    ]) {
      await see(target)
      const { body } = await add(rule)
      expect(body).toMatchObject({ hidden_alerts: 1 })
      await request('DELETE', `/api/suppressions/${body.suppression_id}`)
      const { body: none } = await add({ ...rule, kind: ['something_else'] })
      expect(none).toMatchObject({ hidden_alerts: 0 })
      await request('DELETE', `/api/suppressions/${none.suppression_id}`)
    }
  })

  it('show an alert again that grew out of the rule', async () => {
    await see(scanner)
    await add({ source: ['10.0.7.9'], severity: ['medium'] })
    expect(await shown()).toMatchObject({ total: 0, hidden: 1 })
    await see({ ...scanner, severity: 'critical' })
    expect(await shown()).toMatchObject({ total: 1, alerts: [{ severity: 'critical' }] })
  })

  it('count no update as a hit, and show an alert that an update takes out of the rule', async () => {
    const { writer } = opened.persistence
    const results: MergeResult[] = []
    writer.onAlerts((result) => results.push(result))
    const update = async (given: Partial<Detection>) => {
      runCount = 0
      await see({ ...scanner, ...given })
      return results.at(-1)
    }
    await see(scanner)
    await add({ q: 'tried 212 ports' })
    expect(await update({ revision: 2 })).toMatchObject({ revised: [{ count: 1 }], updated: [] })
    expect(await rules()).toMatchObject([{ hits: 0, last_hit_at: null, hidden_alerts: 1 }])
    const uncovered = await update({ revision: 3, title: 'tried 300 ports' })
    expect(uncovered).toMatchObject({ revised: [], updated: [{ suppressed_by: null, count: 1 }] })
    expect(await shown()).toMatchObject({ total: 1, hidden: 0 })
  })

  it('leave an alert hidden while any rule matches', async () => {
    await see(scanner)
    const { body: first } = await add({ source: ['10.0.7.9'] })
    await add({ kind: ['port_scan'], target: ['10.0.0.9'] })
    await request('DELETE', `/api/suppressions/${first.suppression_id}`)
    expect(await shown()).toMatchObject({ total: 0, hidden: 1 })
  })

  it('end when their time is over', async () => {
    await see(scanner)
    const soon = new Date(Date.now() + 60_000)
    await add({ source: ['10.0.7.9'] }, { expires_at: soon.toISOString() })
    expect(await shown()).toMatchObject({ total: 0 })
    const { suppressions } = opened.persistence
    expect(await suppressions.expire(new Date(soon.getTime() - 1))).toBe(0)
    expect(await suppressions.expire(soon)).toBe(1)
    expect(await shown()).toMatchObject({ total: 1 })
    expect(await rules()).toEqual([])
  })

  it('show beforehand what they would hide', async () => {
    await see(scanner, other, ...manySources(30))
    expect(
      await request('POST', '/api/suppressions/preview', { rule: { source: ['10.0.7.0/24'] } }),
    ).toMatchObject({
      status: 200,
      body: { matching: 1, total: 32, warning: null, examples: [{ source: '10.0.7.9' }] },
    })
    expect(
      await request('POST', '/api/suppressions/preview', { rule: { kind: ['port_scan'] } }),
    ).toMatchObject({ body: { matching: 32, warning: expect.stringContaining('32 of the 32') } })
    expect(await rules()).toEqual([])
  })

  it('are refused without a field', async () => {
    expect(await add({})).toMatchObject({
      status: 400,
      body: { error: { code: 'E_RULE_TOO_BROAD' } },
    })
    expect(await add({}, { expected_count: 0 })).toMatchObject({ status: 400 })
    expect(await add({ q: '.' }, { expected_count: 0 })).toMatchObject({ status: 400 })
  })

  it('need a confirmation before the first alert, too', async () => {
    expect(await add({ q: 'tcp' })).toMatchObject({
      status: 409,
      body: { error: { code: 'E_CONFIRM_NEEDED' } },
    })
    expect(await rules()).toEqual([])
    expect(await add({ q: 'tcp' }, { expected_count: 0 })).toMatchObject({ status: 200 })
  })

  it.each([{ source: ['0.0.0.0/0'] }, { severity: ['low'] }, { host: ['::/0'] }])(
    'need a confirmation when they are as wide as %j',
    async (rule) => {
      await see({ ...scanner, severity: 'low' })
      const { body: seen } = await request('POST', '/api/suppressions/preview', { rule })
      expect(seen.warning).toEqual(expect.any(String))
      const refused = await add(rule, { expected_count: (seen.matching as number) + 1 })
      expect(refused).toMatchObject({ status: 409, body: { error: { code: 'E_CONFIRM_NEEDED' } } })
      expect(await rules()).toEqual([])
      expect(await add(rule, { expected_count: seen.matching })).toMatchObject({ status: 200 })
    },
  )

  it.each([
    [{ rule: { kind: [] }, reason: 'abc' }],
    [{ rule: { kind: ['x'] } }],
    [{ rule: { kind: ['x'] }, reason: ' ' }],
    [{ rule: { kinds: ['x'] }, reason: 'abc' }],
    [{ rule: { kind: ['x\0'] }, reason: 'abc' }],
    [{ rule: { kind: Array(51).fill('x') }, reason: 'abc' }],
    [{ rule: { kind: ['x'] }, reason: 'abc', expires_at: 'tomorrow' }],
    [{ rule: { kind: ['x'] }, reason: 'abc', expires_at: '2020-01-01T00:00:00Z' }],
    [JSON.parse('{"rule":{"__proto__":{"kind":["x"]}},"reason":"abc"}')],
  ])('refuse the draft %j', async (draft) => {
    expect((await request('POST', '/api/suppressions', draft)).status).toBe(400)
    expect(await rules()).toEqual([])
  })

  it('take what looks like SQL for a name', async () => {
    await see(scanner)
    for (const name of ["' OR 1=1--", '%', '_', '"; drop table alert;']) {
      expect(await add({ kind: [name], q: name })).toMatchObject({
        status: 200,
        body: { hidden_alerts: 0 },
      })
    }
    expect(await shown()).toMatchObject({ total: 1 })
  })

  it('are not there under an id of none', async () => {
    expect((await request('DELETE', '/api/suppressions/1')).status).toBe(400)
    const id = '7d9f1c3a-5b1e-4c1f-9a56-0d7f6f0f4a11'
    expect(await request('DELETE', `/api/suppressions/${id}`)).toMatchObject({ status: 404 })
  })

  it('survive a restart', async () => {
    await see(scanner)
    await add({ source: ['10.0.7.9'] })
    const again = await openApp({ dataFolder: opened.dataFolder })
    again.persistence.writer.take([makeDetection({ ...scanner, detection_id: 'z' })], 'later')
    await again.persistence.writer.settled()
    const response = await again.request('/api/alerts?suppressed=true')
    expect(await response.json()).toMatchObject({ alerts: [{ count: 2 }] })
    await again.close()
  })
})
