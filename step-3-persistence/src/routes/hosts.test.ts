import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { batchOf } from '../../test/flow-batches.ts'
import { Hunter, type Json } from '../../test/hunting.ts'
import { openApp } from '../../test/open-app.ts'

describe('flows that stay', () => {
  let folder: string
  let hunter: Hunter
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'step-3-hosts-'))
    hunter = new Hunter(await openApp({ dataFolder: folder }))
  })
  afterEach(async () => {
    await hunter.opened.close()
    await rm(folder, { recursive: true })
  })

  const get = async (path: string) => hunter.request('GET', `/api/${path}`)

  it('outlive the server, and are found by any field', async () => {
    await hunter.simulate('vertical_port_scan')
    const { total, flows } = (await get('flows?limit=1')).body as { total: number; flows: Json[] }
    const [{ src_ip, community_id }] = flows as [Json]
    expect(total).toBeGreaterThan(500)
    await hunter.opened.close()
    hunter = new Hunter(await openApp({ dataFolder: folder }))
    expect((await get('flows?limit=1')).body).toMatchObject({
      total,
      history: { kept: true, flow_count: total, oldest: expect.any(String) },
      flows: [{ capture: { source: 'simulate' } }],
    })
    const found = await get(
      `flows?src_ip=${src_ip}&community_id=${encodeURIComponent(String(community_id))}`,
    )
    expect(found.body).toMatchObject({ total: 1, flows: [{ community_id }] })
    expect(
      (await get('flows?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z')).body,
    ).toMatchObject({ total: 0 })
    expect((await get('flows?open=true')).body).toMatchObject({ total: 0 })
    const hosts = (await get('hosts?sort=flows&limit=1')).body
    expect(hosts).toMatchObject({
      hosts: [{ address: expect.any(String), flows: expect.any(Number) }],
    })
    const host = (await get(`hosts/${src_ip}`)).body
    expect(host).toMatchObject({ address: src_ip, alerts: expect.any(Array) })
  }, 60_000)

  it('make the page of a host: peers, ports, names, and a risk with its parts', async () => {
    const { flows, writer } = hunter.opened.persistence
    flows.take(
      batchOf(
        { target: '10.0.0.9', port: 22 },
        { target: '10.0.0.9', port: 22, seconds: 5 },
        { target: '192.0.2.53', port: 53, name: 'evil.example' },
        { source: '10.0.0.7', target: '10.0.0.5', port: 443, name: 'intranet.example', ja4: 'x' },
      ),
      'run',
    )
    const about = { source: '10.0.0.5', target: '10.0.0.9' }
    writer.take(
      [
        makeDetection({ ...about, detection_id: 'a', kind: 'port_scan', severity: 'high' }),
        makeDetection({ ...about, detection_id: 'b', kind: 'login_guessing', severity: 'medium' }),
      ],
      'run',
    )
    const { body } = await get('hosts/10.0.0.5')
    expect(body).toMatchObject({
      flows: 4,
      peers: 3,
      first_seen: '2023-11-14T22:13:20.000Z',
      last_seen: '2023-11-14T22:13:25.000Z',
      contacted_ports: [
        { port: 22, flows: 2 },
        { port: 53, flows: 1 },
      ],
      served_ports: [{ port: 443, flows: 1 }],
      asked_names: [{ name: 'evil.example', flows: 1 }],
      own_names: [{ name: 'intranet.example', flows: 1 }],
      risk_parts: [{ kind: 'port_scan' }, { kind: 'login_guessing' }],
      alerts: [{ kind: 'port_scan' }, { kind: 'login_guessing' }],
      suffered: [],
    })
    const [first, second] = body.risk_parts as { points: number }[]
    const [scan, guessing] = body.alerts as { severity_score: number }[]
    expect(first?.points).toBe(scan?.severity_score)
    expect(second?.points).toBe(Math.round((guessing?.severity_score ?? 0) / 2))
    expect(body.risk).toBe((first?.points ?? 0) + (second?.points ?? 0))
    expect((await get('hosts/10.0.0.9')).body).toMatchObject({
      risk: 0,
      suffered: [{}, {}],
      flows: 2,
    })
    expect((await get('hosts?address=10.0.0.0/24&sort=bytes')).body).toMatchObject({ total: 3 })
    expect((await get('hosts/10.0.0.200')).body).toMatchObject({ error: { code: 'E_NO_HOST' } })
    expect((await get('hosts/everyone')).body).toMatchObject({ error: { code: 'E_INVALID_INPUT' } })
  })

  it('say who talks to whom, with the alerts that name both, in a time or at all', async () => {
    const { flows, writer } = hunter.opened.persistence
    flows.take(
      batchOf(
        { target: '10.0.0.9', port: 22 },
        { source: '10.0.0.9', target: '10.0.0.5', port: 80, seconds: 5 },
        { target: '192.0.2.53', port: 53, seconds: 100 },
      ),
      'run',
    )
    const start = Date.parse('2023-11-14T22:13:20Z') / 1000
    const time = { first_seen_epoch: start, last_seen_epoch: start }
    const named = (detection_id: string, target: string, given = {}) =>
      makeDetection({
        ...{ detection_id, target, target_group: target, source: '10.0.0.5' },
        ...time,
        ...given,
      })
    writer.take(
      [
        named('a', '10.0.0.9', { kind: 'port_scan' }),
        named('b', '10.0.0.5', { kind: 'login_guessing', source: '10.0.0.9' }),
        named('c', '10.0.0.77'),
        named('d', 'cdn.example'),
      ],
      'run',
    )
    const links = async (query: string) => {
      const { body } = await get(`hosts/links?${query}`)
      const some = (body.links as Json[]).map((one) => [
        one.source,
        one.target,
        one.flows,
        one.alerts,
      ])
      return { total: body.total, links: new Set(some.map((one) => one.join(' '))) }
    }
    const scanned = '10.0.0.5 10.0.0.9 2 2'
    const asked = '10.0.0.5 192.0.2.53 1 0'
    const silent = '10.0.0.5 10.0.0.77 0 1'
    expect(await links('')).toEqual({ total: 2, links: new Set([scanned, asked, silent]) })
    expect(await links('to=2023-11-14T22:14:00Z')).toEqual({
      total: 1,
      links: new Set([scanned, silent]),
    })
    expect(await links('from=2023-11-14T22:14:00Z')).toEqual({ total: 1, links: new Set([asked]) })
    expect(await links('address=192.0.2.0/24')).toEqual({ total: 1, links: new Set([asked]) })
    // A pair in most alerts comes beside the heaviest, with the flows that it has.
    expect((await links('limit=1')).links).toContain(scanned)
    expect((await get('hosts/links?limit=0')).status).toBe(400)
    expect((await get('hosts?address=10.0.0.9')).body).toMatchObject({
      hosts: [{ alerts_as_source: 1, alerts_as_target: 1 }],
    })
    const early = await get('hosts/10.0.0.5?to=2023-11-14T22:14:00Z')
    expect(early.body).toMatchObject({ flows: 2, peers: 1, alerts: [{}, {}, {}] })
    const late = await get('hosts/10.0.0.5?from=2023-11-14T22:14:00Z')
    expect(late.body).toMatchObject({ flows: 1, peers: 1, alerts: [] })
  })

  it('leave the risk of a host when its alerts are decided', async () => {
    const { writer } = hunter.opened.persistence
    writer.take([makeDetection({ detection_id: 'a', source: '10.0.0.5', severity: 'high' })], 'run')
    const before = (await get('hosts/10.0.0.5')).body as {
      risk: number
      alerts: { alert_id: string }[]
    }
    expect(before.risk).toBeGreaterThan(60)
    const path = `/api/alerts/${before.alerts[0]?.alert_id}`
    await hunter.request('PATCH', path, { status: 'false_positive' })
    expect((await get('hosts/10.0.0.5')).body).toMatchObject({ risk: 0, risk_parts: [] })
  })
})
