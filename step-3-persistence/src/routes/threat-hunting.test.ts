import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { Hunter, type Json } from '../../test/hunting.ts'
import { openApp } from '../../test/open-app.ts'
import { resultCountMax } from './threat-search.ts'

describe('threat hunting', () => {
  let hunter: Hunter
  beforeEach(async () => {
    hunter = new Hunter(await openApp())
  })
  afterEach(() => hunter.opened.close())

  const alerts = async (query: string) =>
    (await hunter.request('GET', `/api/alerts?${query}`)).body as { total: number; alerts: Json[] }
  const add = (value: string, confidence: number) =>
    hunter.post('indicators', { indicators: [{ value, confidence, threat_type: 'c2' }] })

  it('makes an alert of a flow with an address that is known to be bad', async () => {
    await hunter.simulate('vertical_port_scan')
    const flows = (await hunter.request('GET', '/api/flows?state=closed&limit=1')).body
      .flows as Json[]
    const { dst_ip, src_ip } = flows[0] as { dst_ip: string; src_ip: string }
    expect((await alerts('kind=known_indicator')).total).toBe(0)
    await add(dst_ip, 0.9)
    await hunter.simulate('vertical_port_scan')
    const found = await alerts(`kind=known_indicator&source=${src_ip}&target=${dst_ip}`)
    expect(found).toMatchObject({
      total: 1,
      alerts: [
        {
          severity: 'high',
          score: 0.9,
          confidence: 0.9,
          target_group: dst_ip,
          detectors: ['threat_intelligence'],
          family: 'signature',
          capture: { source: 'simulate' },
          community_id: expect.stringMatching(/^1:/),
        },
      ],
    })
    expect((await hunter.get('intel_stats')).body).toMatchObject({
      matched_alerts: (await alerts('kind=known_indicator')).total,
    })
  })

  it('searches alerts and flows by what they are', async () => {
    await hunter.simulate('vertical_port_scan')
    const search = async (asked: Json) => (await hunter.post('search', asked)).body
    const scan = await search({ attack_type: 'vertical_port_scan' })
    expect(scan).toMatchObject({
      total: 1,
      results: [{ type: 'alert', threat_score: 0.69, investigated: false, severity: 'high' }],
      statistics: { alerts: 1, flows: 0, by_attack_type: { vertical_port_scan: 1 } },
    })
    const [{ src_ip }] = scan.results as [{ src_ip: string }]
    const tcp = await search({ src_ip, protocol: 'TCP', limit: 5 })
    expect(tcp.count).toBe(5)
    expect((tcp.results as Json[]).at(-1)).toMatchObject({ type: 'flow', protocol: 'TCP', src_ip })
    expect(await search({ src_ip: '203.0.113.0/24' })).toMatchObject({ total: 0 })
    expect(await search({ min_threat_score: 0.73 })).toMatchObject({ results: [] })
    expect(await search({ end_time: '2001-01-01T00:00:00Z' })).toMatchObject({ total: 0 })
    expect(await search({ start_time: 0, attack_type: 'vertical_port_scan' })).toMatchObject({
      statistics: { alerts: 1 },
    })
  })

  it('lists what no one has looked into, until someone says so', async () => {
    hunter.opened.persistence.writer.take([makeDetection({ detection_id: 'd' })], 'run')
    const open = async (query: string) => (await hunter.get(`alerts?investigated=${query}`)).body
    const before = await open('false')
    expect(before).toMatchObject({ total: 1, alerts: [{ investigated: false }] })
    expect(await open('true')).toMatchObject({ total: 0 })
    const [{ alert_id }] = before.alerts as [{ alert_id: string }]
    const mark = (body: Json) =>
      hunter.request('PATCH', `/api/threat_hunting/alerts/${alert_id}`, body)
    expect(
      (await mark({ investigated: true, author: 'ana', note: 'A drill.' })).body,
    ).toMatchObject({
      investigated: true,
      status: 'acknowledged',
    })
    expect(await open('true')).toMatchObject({ total: 1 })
    expect((await hunter.request('GET', `/api/alerts/${alert_id}`)).body).toMatchObject({
      notes: [{ text: 'A drill.', author: 'ana' }],
    })
    expect((await mark({ investigated: false })).body).toMatchObject({ status: 'new' })
  })

  it('leaves a decision that says more as it is', async () => {
    hunter.opened.persistence.writer.take([makeDetection({ detection_id: 'd' })], 'run')
    const [{ alert_id }] = (await alerts('')).alerts as [{ alert_id: string }]
    await hunter.request('PATCH', `/api/alerts/${alert_id}`, { status: 'resolved' })
    const marked = await hunter.request('PATCH', `/api/threat_hunting/alerts/${alert_id}`, {
      investigated: true,
    })
    expect(marked.body).toMatchObject({ status: 'resolved', investigated: true })
  })

  it.each([
    [{ min_threat_score: 2 }],
    [{ start_time: 'soon' }],
    [{ sorce: '10.0.0.1' }],
    [{ limit: resultCountMax + 1 }],
  ])('refuses a search for %j', async (asked) => {
    expect((await hunter.post('search', asked)).body).toMatchObject({
      error: { code: 'E_INVALID_INPUT' },
    })
  })
})
