import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDetection } from '../../../test/detections.ts'
import { pagerKind } from '../../../test/made-up-channel.ts'
import { type OpenedApp, openApp } from '../../../test/open-app.ts'
import { channelKinds } from './channel-kinds.ts'
import { secretMask } from './secret.ts'

type Json = Record<string, unknown>

/** Nothing outside the test knows of a pager: what works for it works for every channel. */
describe('a channel that is only described', () => {
  const { kind, pages } = pagerKind()
  let opened: OpenedApp
  beforeEach(async () => {
    pages.length = 0
    opened = await openApp({ channels: [...channelKinds, kind] })
  })
  afterEach(() => opened.close())

  const send = async (method: string, path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' }
    const content = body === undefined ? {} : { headers, body: JSON.stringify(body) }
    const response = await opened.request(path, { method, ...content })
    return { status: response.status, body: (await response.json()) as Json }
  }
  const put = (pager: Json, others: Json = {}) =>
    send('PUT', '/api/config', { channels: { pager, ...others } })
  const shown = async () => {
    const { body } = await send('GET', '/api/config')
    return (body.channels as { pager: Json }).pager
  }
  const key = 'pa55-pager'

  it('starts with its defaults, beside the others', async () => {
    expect(await shown()).toEqual({ enabled: false, min_severity: 'medium', host: '', key: null })
    const { body } = await send('GET', '/api/config')
    expect(Object.keys(body.channels as Json)).toEqual([
      ...['email', 'slack', 'webhook', 'pager', 'allow_private_addresses'],
    ])
  })

  it('is patched part by part, and survives a restart', async () => {
    await put({ host: '8.8.8.8', key })
    await put({ min_severity: 'low' }, { slack: { enabled: true } })
    const settings = { enabled: false, min_severity: 'low', host: '8.8.8.8', key }
    expect(opened.persistence.config.current.channels).toMatchObject({ pager: settings })
    const { dataFolder } = opened
    const again = await openApp({ dataFolder, channels: [kind] })
    expect(again.persistence.config.current.channels).toMatchObject({ pager: settings })
    await again.close()
  })

  it('never shows its secret, and keeps it when the mask comes back', async () => {
    const { body } = await put({ key, host: '8.8.8.8' })
    expect(JSON.stringify(body)).not.toContain(key)
    expect(await shown()).toMatchObject({ key: secretMask })
    await put({ key: secretMask, enabled: true })
    expect(opened.persistence.config.current.channels).toMatchObject({ pager: { key } })
    await put({ key: null })
    expect(await shown()).toMatchObject({ key: null })
  })

  it('does not send its secret to another host than it was given for', async () => {
    await put({ key, host: '8.8.8.8' })
    for (const moved of [{ host: '9.9.9.9' }, { host: '9.9.9.9', key: secretMask }]) {
      expect(await put(moved)).toMatchObject({
        status: 400,
        body: { error: { code: 'E_SECRET_NEEDED', fix: expect.stringContaining('pager.key') } },
      })
    }
    expect((await put({ host: '9.9.9.9', key: 'other' })).status).toBe(200)
  })

  it.each(['10.0.0.1', '127.0.0.1', '169.254.169.254'])(
    'is not saved with host %s',
    async (host) => {
      expect(await put({ host })).toMatchObject({
        status: 400,
        body: { error: { code: 'E_ADDRESS_REFUSED' } },
      })
      expect(await shown()).toMatchObject({ host: '' })
    },
  )

  it.each([{ hosts: [] }, { host: 7 }, { key: '' }, { min_severity: 'grave' }])(
    'refuses the settings %j',
    async (settings) => {
      expect((await put(settings)).status).toBe(400)
    },
  )

  it('is opened with its settings, and given what is stored', async () => {
    await put({ enabled: true, host: '8.8.8.8', key })
    opened.persistence.writer.take([makeDetection({ detection_id: 'a' })], 'run-1')
    await vi.waitUntil(() => pages.length > 0, { timeout: 5_000 })
    expect(pages).toMatchObject([
      { host: '8.8.8.8', key, notification: { kind: 'alert', alert: { source: '10.0.0.5' } } },
    ])
    await vi.waitUntil(
      async () => (await send('GET', '/api/deliveries?state=sent')).body.total === 1,
    )
    expect((await send('GET', '/api/deliveries')).body.deliveries).toMatchObject([
      { channel: 'pager', state: 'sent' },
    ])
  })

  it('is tried with the others in a test of the channels', async () => {
    await put({ enabled: true })
    const { body } = await send('POST', '/api/test-alert', { message: 'Is this thing on?' })
    expect(body.results).toEqual([{ channel: 'pager', status: 'sent', error: null }])
    expect(pages).toMatchObject([{ notification: { kind: 'test', title: 'Is this thing on?' } }])
    const unknown = await send('POST', '/api/test-alert', { channels: ['fax'] })
    expect(unknown.status).toBe(400)
  })

  it('is documented in the API', async () => {
    const { body } = await send('GET', '/openapi.json')
    const { schemas } = body.components as { schemas: Record<string, Json> }
    expect(schemas.PagerChannel).toMatchObject({
      properties: { host: { type: 'string' }, key: {}, enabled: {}, min_severity: {} },
    })
    expect(JSON.stringify(schemas.Config)).toContain('#/components/schemas/PagerChannel')
    expect(JSON.stringify(schemas.ConfigPatch)).toContain('pager')
    expect(JSON.stringify(schemas.TestAlert)).toContain('pager')
  })
})
