import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../test/detections.ts'
import { type OpenedApp, openApp } from '../test/open-app.ts'
import { maintain } from './maintenance.ts'

describe('maintenance', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
  })
  afterEach(() => opened.close())

  const later = (hours: number) => () => new Date(Date.now() + hours * 3_600_000)
  const store = async (...detections: Parameters<typeof makeDetection>[0][]) => {
    opened.persistence.writer.take(detections.map(makeDetection), 'run-1')
    await opened.persistence.writer.settled()
  }

  it('forgets what is older than the retention', async () => {
    const { alerts, config, anomalies } = opened.persistence
    await config.change({ retention: { alert_days: 2, decided_days: 1 } }, new Date())
    await store({ detection_id: 'a', kind: 'open' }, { detection_id: 'b', kind: 'done' })
    const target = { kind: 'filter', filter: { kind: ['done'] }, expectedCount: 1 } as const
    await alerts.change(target, { status: 'resolved', author: 'ana', now: new Date() })
    await maintain({ ...opened.persistence, now: later(23) })
    expect(await alerts.count({})).toBe(2)
    await maintain({ ...opened.persistence, now: later(25) })
    expect(await alerts.count({ kind: ['open'] })).toBe(1)
    expect(await alerts.count({})).toBe(1)
    await maintain({ ...opened.persistence, now: later(49) })
    expect(await alerts.count({})).toBe(0)
    expect(await anomalies.summarize({})).toMatchObject({ total: 2 })
  })

  it('keeps no more alerts than are allowed', async () => {
    const { alerts, config, writer } = opened.persistence
    await config.change({ retention: { alert_count_max: 100 } }, new Date())
    writer.take(manySources(130), 'run-1')
    await writer.settled()
    await maintain({ ...opened.persistence, now: later(0) })
    expect(await alerts.count({})).toBe(100)
  })

  it('ends a rule whose time is over', async () => {
    const { alerts, suppressions } = opened.persistence
    await store({ detection_id: 'a' })
    const rule = { kind: ['port_scan'] }
    const draft = { rule, reason: 'for an hour', author: 'ana', expiresAt: later(1)() }
    await suppressions.add(draft, new Date())
    await maintain({ ...opened.persistence, now: later(0.9) })
    expect(await alerts.count({ suppressed: true })).toBe(1)
    await maintain({ ...opened.persistence, now: later(1.1) })
    expect(await alerts.count({ suppressed: true })).toBe(0)
  })
})
