import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDetection } from '../test/detections.ts'
import { type OpenedApp, openApp } from '../test/open-app.ts'

describe('the context of step 3', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
  })
  afterEach(() => opened.close())

  const health = async () => (await opened.request('/api/health')).json()

  it('says in /health that storage is degraded, and that it is well again', async () => {
    expect(await health()).toMatchObject({ status: 'ok' })
    const other = new DatabaseSync(`${opened.dataFolder}/net-anomaly.sqlite`)
    other.exec('begin immediate')
    const { writer } = opened.persistence
    writer.take([makeDetection({ detection_id: 'a' })], 'run-1')
    await vi.waitUntil(() => writer.storage.state === 'degraded', { timeout: 5_000 })
    expect(await health()).toMatchObject({
      status: 'degraded',
      problems: [expect.stringMatching(/^storage degraded: .*locked; 1 detections wait/)],
    })
    other.exec('rollback')
    other.close()
    await writer.settled()
    expect(await health()).toMatchObject({ status: 'ok' })
  })

  it('keeps the mode of the run that is on', async () => {
    const source = { kind: 'simulate', scenario: 'office', seed: 1, duration_seconds: 10 }
    expect(await health()).toMatchObject({ mode: 'idle' })
    const response = await opened.request('/api/start', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source }),
    })
    expect(response.status).toBe(200)
    expect(await health()).toMatchObject({ mode: 'simulate' })
  })
})
