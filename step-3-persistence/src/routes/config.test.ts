import { readFile } from 'node:fs/promises'
import { DetectorConfig } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'
import { defaultConfig as defaultsOf } from '../config/config.ts'
import { shownDetectors } from '../config/detector-settings.ts'
import { channelKinds } from '../notify/channel/channel-kinds.ts'
import { ChannelRegistry } from '../notify/channel/channel-registry.ts'
import { secretMask } from '../notify/channel/secret.ts'

type Json = Record<string, unknown>

const defaultConfig = {
  ...defaultsOf(new ChannelRegistry(channelKinds)),
  ...shownDetectors(new DetectorConfig()),
}

describe('the configuration', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
  })
  afterEach(() => opened.close())

  const get = async () => (await (await opened.request('/api/config')).json()) as Json
  const put = async (body: unknown) => {
    const response = await opened.request('/api/v1/config', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
  const email = (given: Json) => ({ channels: { email: given } })

  it('starts with the defaults', async () => {
    expect(await get()).toEqual(defaultConfig)
  })

  it('starts with the retention that the file or the environment sets', async () => {
    const retention = {
      decidedDays: 1,
      alertDays: 2,
      alertCountMax: 100,
      anomalyCountMax: 1_000,
      flowDays: 3,
      flowBytesMax: 1_000_000,
    }
    const other = await openApp({ retention })
    expect(other.persistence.config.current.retention).toEqual({
      decided_days: 1,
      alert_days: 2,
      alert_count_max: 100,
      anomaly_count_max: 1_000,
      flow_days: 3,
      flow_bytes_max: 1_000_000,
    })
    await other.close()
  })

  it('changes what is sent and leaves the rest', async () => {
    const { status, body } = await put({ thresholds: { low: 0.6 }, min_severity: 'low' })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...defaultConfig,
      thresholds: { low: 0.6, medium: 0.7, high: 0.9 },
      min_severity: 'low',
    })
    expect(await get()).toEqual(body)
  })

  it('takes back what it gave', async () => {
    await put({ ...email({ password: 'pa55', host: 'mail.example' }), cooldown_seconds: 0 })
    const shown = await get()
    expect(await put(shown)).toEqual({ status: 200, body: shown })
    expect(opened.persistence.config.current).toMatchObject(email({ password: 'pa55' }))
  })

  it('survives a restart', async () => {
    await put({ thresholds: { high: 0.95 }, ...email({ password: 'pa55' }) })
    const again = await openApp({ dataFolder: opened.dataFolder })
    expect(again.persistence.config.current).toMatchObject({
      thresholds: { low: 0.5, medium: 0.7, high: 0.95 },
      channels: { email: { password: 'pa55' } },
    })
    await again.close()
  })

  it.each([
    { thresholds: { low: 0.7 } },
    { thresholds: { low: 0.95 } },
    { thresholds: { medium: 0.9 } },
    { thresholds: { high: 1.01 } },
    { thresholds: { low: -0.1 } },
    { thresholds: { low: '0.5' } },
    { thresholds: { low: null } },
    { thresholds: { lowest: 0.1 } },
    { treshold: {} },
    { min_severity: 'grave' },
    { cooldown_seconds: -1 },
    { cooldown_seconds: 1.5 },
    { retention: { decided_days: 0 } },
    { retention: { alert_count_max: 1e9 } },
    email({ to: ['not an address'] }),
    email({ to: ['a@b.example\r\nBcc: c@d.example'] }),
    email({ host: 'mail\r\nexample' }),
    email({ port: 0 }),
    email({ password: '' }),
    { channels: { webhook: { url: 'file:///etc/passwd' } } },
    { channels: { webhook: { url: 'javascript:alert(1)' } } },
    { channels: { pager: {} } },
    '{"__proto__":{"isAdmin":true}}',
    '{"channels":{"__proto__":{"isAdmin":true}}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '[]',
    '"low"',
    'null',
  ])('refuses %j and changes nothing', async (body) => {
    const before = await get()
    expect(await put(body)).toMatchObject({
      status: 400,
      body: { error: { code: 'E_INVALID_INPUT', fix: expect.any(String) } },
    })
    expect(await get()).toEqual(before)
    expect(({} as Json).isAdmin).toBeUndefined()
  })

  describe('secrets', () => {
    const secrets = {
      channels: {
        email: { password: 'pa55-mail', host: 'mail.example' },
        slack: { url: 'https://hooks.slack.com/services/T0/B0/s3cret' },
        webhook: { secret: 'pa55-hook' },
      },
    }

    it('are written, never read back', async () => {
      const { body } = await put(secrets)
      for (const shown of [body, await get()]) {
        expect(shown.channels).toMatchObject({
          email: { password: secretMask },
          slack: { url: secretMask },
          webhook: { secret: secretMask },
        })
        expect(JSON.stringify(shown)).not.toMatch(/pa55|s3cret/)
      }
    })

    it('stay when their mask comes back, or nothing', async () => {
      await put(secrets)
      await put({ channels: { slack: { url: secretMask }, webhook: { enabled: false } } })
      expect(opened.persistence.config.current.channels).toMatchObject(secrets.channels)
    })

    it('change to what is sent, and go with null', async () => {
      await put(secrets)
      await put({ channels: { email: { password: 'new' }, webhook: { secret: null } } })
      expect(opened.persistence.config.current.channels).toMatchObject({
        email: { password: 'new' },
        webhook: { secret: null },
      })
      expect((await get()).channels).toMatchObject({
        email: { password: secretMask },
        webhook: { secret: null },
      })
    })

    it('are in no error', async () => {
      await put(secrets)
      const bad = { ...secrets, thresholds: { low: 2 } }
      expect(JSON.stringify((await put(bad)).body)).not.toMatch(/pa55|s3cret/)
      const long = email({ password: `pa55${'x'.repeat(3_000)}` })
      expect(JSON.stringify((await put(long)).body)).not.toContain('pa55')
    })

    it('are in no log and no result file', async () => {
      await put(secrets)
      const openapi = await (await opened.request('/openapi.json')).text()
      const log = await readFile(`${opened.dataFolder}/logs/app.log`, 'utf8').catch(() => '')
      expect(openapi + log).not.toMatch(/pa55|s3cret/)
    })

    it('do not follow to another mail server', async () => {
      await put(secrets)
      for (const moved of [
        email({ host: 'evil.example' }),
        email({ host: 'evil.example', password: secretMask }),
      ]) {
        expect(await put(moved)).toMatchObject({
          status: 400,
          body: { error: { code: 'E_SECRET_NEEDED' } },
        })
      }
      expect((await put(email({ host: 'new.example', password: 'other' }))).status).toBe(200)
      expect((await put(email({ host: 'third.example', password: null }))).status).toBe(200)
    })
  })

  it('applies new thresholds to what comes next', async () => {
    const { writer, alerts } = opened.persistence
    const learned = { threshold: 0.3, score: 0.6, severity: 'high' } as const
    writer.take([makeDetection({ detection_id: 'a', kind: 'a', ...learned })], 'run-1')
    await writer.settled()
    await put({ thresholds: { low: 0.65 } })
    writer.take([makeDetection({ detection_id: 'b', kind: 'b', ...learned })], 'run-1')
    await writer.settled()
    expect(await alerts.count({ kind: ['a'], severity: ['low'] })).toBe(1)
    expect(await alerts.count({ kind: ['b'] })).toBe(0)
  })
})
