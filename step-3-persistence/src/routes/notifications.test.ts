import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'

type Json = Record<string, unknown>

describe('notifications over the API', () => {
  let opened: OpenedApp
  let received: Json[]
  let status: number
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push(JSON.parse(body))
      response.writeHead(status).end()
    })
  })
  let url: string
  beforeEach(async () => {
    opened = await openApp()
    received = []
    status = 200
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  })
  afterEach(async () => {
    await opened.close()
    await new Promise((resolve) => receiver.close(resolve))
  })

  const send = async (method: string, path: string, body?: unknown) => {
    const response = await opened.request(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
  const configure = (given: Json = {}) =>
    send('PUT', '/api/config', {
      channels: { webhook: { enabled: true, url, ...given }, allow_private_addresses: true },
    })

  it('refuses to save a channel that leads inside, without the permission to', async () => {
    for (const inside of [
      { webhook: { url: 'http://127.0.0.1/' } },
      { webhook: { url: 'http://2130706433/' } },
      { webhook: { url: 'http://[::ffff:10.0.0.1]/' } },
      { webhook: { url: 'http://169.254.169.254/latest' }, allow_private_addresses: true },
      { webhook: { url: 'http://user@8.8.8.8/' } },
      { slack: { url: 'https://192.168.1.1/services/x' } },
      { slack: { url: 'file:///etc/passwd' } },
      { email: { host: '10.0.0.1' } },
    ]) {
      expect(await send('PUT', '/api/config', { channels: inside })).toMatchObject({
        status: 400,
        body: { error: { code: 'E_ADDRESS_REFUSED' } },
      })
    }
    expect((await configure()).status).toBe(200)
  })

  it('tells of an alert that is stored', async () => {
    await configure()
    opened.persistence.writer.take([makeDetection({ detection_id: 'a' })], 'run-1')
    await vi.waitUntil(() => received.length > 0, { timeout: 5_000 })
    expect(received).toMatchObject([{ event: 'alert', alert: { source: '10.0.0.5' } }])
    await vi.waitUntil(
      async () => (await send('GET', '/api/deliveries?state=sent')).body.total === 1,
    )
  })

  it('tells of what is critical in the middle of noise, and what was held back', async () => {
    await configure()
    const { writer } = opened.persistence
    writer.take(manySources(2_000), 'run-1')
    await writer.settled()
    const grave = { kind: 'log4shell', severity: 'critical', source: '10.0.0.5' } as const
    writer.take([makeDetection({ detection_id: 'grave', ...grave })], 'run-2')
    const critical = () => received.find(({ severity }) => severity === 'critical')
    await vi.waitUntil(critical, { timeout: 10_000 })
    expect(critical()).toMatchObject({
      alert: { kind: 'log4shell' },
      held_back: expect.stringMatching(/^1990 more alerts came than there were messages/),
    })
    await vi.waitUntil(() => received.length === 11, { timeout: 5_000 })
  })

  it('tests the channels, and says what each of them answered', async () => {
    await configure()
    const { status: code, body } = await send('POST', '/api/test-alert', {
      severity: 'low',
      message: 'Is this thing on?',
    })
    expect(code).toBe(200)
    expect(body).toEqual({
      alert_id: expect.stringMatching(/^[0-9a-f]{24}$/),
      results: [{ channel: 'webhook', status: 'sent', error: null }],
    })
    expect(received).toMatchObject([{ event: 'test', severity: 'low', title: 'Is this thing on?' }])
    expect(await send('GET', `/api/alerts/${body.alert_id}`)).toMatchObject({
      body: { kind: 'test_alert', severity: 'low', capture: { source: 'simulate' } },
    })
    status = 500
    expect((await send('POST', '/api/v1/test-alert', {})).body.results).toEqual([
      { channel: 'webhook', status: 'failed', error: 'the other side answered 500' },
    ])
  })

  it('tests a channel that is switched off when it is named', async () => {
    await configure({ enabled: false })
    expect((await send('POST', '/api/test-alert', {})).body.results).toEqual([])
    const named = await send('POST', '/api/test-alert', { channels: ['webhook', 'slack'] })
    expect(named.body.results).toEqual([
      { channel: 'webhook', status: 'sent', error: null },
      { channel: 'slack', status: 'failed', error: 'no URL is set' },
    ])
  })

  it.each([{ severity: 'grave' }, { channels: ['pager'] }, { message: '' }, { text: 'x' }])(
    'refuses the test %j',
    async (body) => {
      expect((await send('POST', '/api/test-alert', body)).status).toBe(400)
    },
  )

  it('lists what is dead, and tries it again', async () => {
    await configure()
    status = 404
    opened.persistence.writer.take([makeDetection({ detection_id: 'a' })], 'run-1')
    const dead = async () => (await send('GET', '/api/deliveries?state=dead')).body
    await vi.waitUntil(async () => (await dead()).total === 1, { timeout: 5_000 })
    const [first] = (await dead()).deliveries as { delivery_id: string; error: string }[]
    expect(first).toMatchObject({ channel: 'webhook', error: 'the other side answered 404' })
    status = 200
    const path = `/api/deliveries/${first?.delivery_id}/retry`
    expect(await send('POST', path)).toMatchObject({ status: 200, body: { retried: true } })
    await vi.waitUntil(() => received.length === 2, { timeout: 5_000 })
    await vi.waitUntil(async () => (await dead()).total === 0)
    expect(await send('POST', path)).toMatchObject({ status: 404 })
    expect((await send('POST', '/api/deliveries/1/retry')).status).toBe(400)
  })
})
