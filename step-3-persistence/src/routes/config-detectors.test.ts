import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenedApp, openApp } from '../../test/open-app.ts'
import { openDatabase } from '../store/open-database.ts'
import { SqlConfigStore } from '../store/sql-config-store.ts'

type Json = Record<string, unknown>

describe('the detectors in the configuration', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
  })
  afterEach(() => opened.close())

  const get = async () => {
    const body = await (await opened.request('/api/config')).json()
    return body as { detectors: Json; origins: Json }
  }
  const put = async (body: unknown) => {
    const response = await opened.request('/api/config', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }

  it('are shown with every value in force, and where each comes from', async () => {
    expect(await get()).toMatchObject({
      detectors: {
        beaconing: { enabled: true, scoreMin: 0.85 },
        ping_sweep: { levels: { low: 5 } },
      },
      origins: {},
    })
    const { status, body } = await put({
      detectors: { beaconing: { scoreMin: 0.8, enabled: false } },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      detectors: { beaconing: { enabled: false, scoreMin: 0.8, connectionCountMin: 10 } },
      origins: { 'beaconing.scoreMin': 'stored', 'beaconing.enabled': 'stored' },
    })
    expect(await get()).toEqual(body)
  })

  it('are the same at GET /api/detectors', async () => {
    await put({ detectors: { beaconing: { scoreMin: 0.8, enabled: false } } })
    const { detectors } = (await (await opened.request('/api/detectors')).json()) as {
      detectors: Json[]
    }
    const beaconing = detectors.find(({ name }) => name === 'beaconing')
    expect(beaconing).toMatchObject({ enabled: false })
    expect(beaconing?.options).toContainEqual(
      expect.objectContaining({ name: 'scoreMin', value: 0.8, default: 0.85, origin: 'stored' }),
    )
  })

  it('survive a restart, and go back to what stands below with null', async () => {
    await put({ detectors: { beaconing: { scoreMin: 0.8 }, ping_sweep: { levels: { high: 50 } } } })
    const again = await openApp({ dataFolder: opened.dataFolder })
    expect(again.detectorConfig().settings).toEqual({
      'beaconing.scoreMin': 0.8,
      'ping_sweep.levels.high': 50,
    })
    await again.close()
    await put({ detectors: { beaconing: { scoreMin: null } } })
    expect(await get()).toMatchObject({
      detectors: { beaconing: { scoreMin: 0.85 } },
      origins: { 'ping_sweep.levels.high': 'stored' },
    })
  })

  it.each([
    [{ beaconing: { scoreMin: 7 } }, 'beaconing.scoreMin must be a share from 0 to 1, not 7'],
    [{ beaconing: { scoreMn: 0.8 } }, 'beaconing.scoreMn is not known; beaconing has '],
    [{ beacon: { scoreMin: 0.8 } }, 'beacon is not known'],
    [{ beaconing: { allow: ['monitor'] } }, '"monitor" is neither an IP address nor a network'],
    [{ beaconing: 5 }, 'beaconing must be a map of settings, not 5'],
  ])('are refused when they are %j, with nothing else changed', async (detectors, message) => {
    const before = await get()
    expect(await put({ min_severity: 'high', detectors })).toMatchObject({
      status: 422,
      body: { error: { code: 'E_BAD_OPTION', message: expect.stringContaining(message) } },
    })
    expect(await get()).toEqual(before)
  })

  it.each([
    '{"detectors":{"__proto__":{"scoreMin":1}}}',
    '{"detectors":{"beaconing":{"__proto__":1}}}',
  ])('have no such name as in %s', async (body) => {
    expect(await put(body)).toMatchObject({
      status: 422,
      body: { error: { code: 'E_BAD_OPTION' } },
    })
  })

  it.each([
    { detectors: [] },
    { detectors: 'off' },
    { detectors: null },
    { origins: { a: 'sky' } },
  ])('are no %j', async (body) => {
    expect(await put(body)).toMatchObject({
      status: 400,
      body: { error: { code: 'E_INVALID_INPUT' } },
    })
  })

  it('stay as they are when the rest is refused', async () => {
    const detectors = { beaconing: { scoreMin: 0.8 } }
    expect((await put({ detectors, thresholds: { low: 2 } })).status).toBe(400)
    expect((await get()).origins).toEqual({})
  })

  it('leave out what is stored and no detector takes any more, and /health names it', async () => {
    const stored = { 'beaconing.scoreMin': 0.8, 'beaconing.former': 3 }
    const db = await openDatabase(join(opened.dataFolder, 'net-anomaly.sqlite'))
    await new SqlConfigStore(db).write('config', { detectors: stored }, new Date())
    await db.destroy()
    const again = await openApp({ dataFolder: opened.dataFolder })
    expect(again.detectorConfig().settings).toEqual({ 'beaconing.scoreMin': 0.8 })
    expect(await (await again.request('/health')).json()).toMatchObject({
      status: 'degraded',
      problems: [expect.stringContaining('beaconing.former')],
    })
    await again.close()
  })
})
