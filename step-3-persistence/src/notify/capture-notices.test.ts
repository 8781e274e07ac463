import type { RunRecord } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pagerKind } from '../../test/made-up-channel.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'
import { CaptureNotices } from './capture-notices.ts'

const lost = { code: 'E_CAPTURE_KILLED', message: 'tcpdump was killed', fix: 'Look for memory.' }

describe('messages about a watch', () => {
  let opened: OpenedApp
  let notices: CaptureNotices
  let nowMs: number
  beforeEach(async () => {
    opened = await openApp({ channels: [pagerKind().kind] })
    nowMs = Date.parse('2026-01-14T09:00:00Z')
    const { deliveries, config } = opened.persistence
    await config.change({ channels: { pager: { enabled: true } } }, new Date(nowMs))
    notices = new CaptureNotices({ deliveries, config, now: () => new Date(nowMs) })
  })
  afterEach(() => opened.close())

  const note = (state: RunRecord['state'], ended_at: string | null = null) => {
    const source = { kind: 'live', name: 'eth0' } as const
    const error = state === 'restarting' ? lost : null
    // Nothing else of a run is looked at.
    return notices.note({ run_id: 'a', source, state, ended_at, error } as RunRecord)
  }
  const titles = async () => {
    const { deliveries } = await opened.persistence.deliveries.list({ limit: 10, offset: 0 })
    return deliveries.map(({ title }) => title).sort()
  }

  it('say that it is lost and why, and that it is back, once each', async () => {
    for (const state of ['running', 'restarting', 'starting', 'restarting', 'running'] as const) {
      await note(state)
    }
    expect(await titles()).toEqual([
      'live eth0 is not watched any more: tcpdump was killed',
      'live eth0 is watched again',
    ])
  })

  it('wait for the cooldown where a link flaps, and come again after it', async () => {
    for (const state of ['restarting', 'running', 'restarting', 'running'] as const) {
      await note(state)
    }
    expect(await titles()).toHaveLength(2)
    nowMs += opened.persistence.config.current.cooldown_seconds * 1_000
    await note('restarting')
    expect(await titles()).toHaveLength(3)
  })

  it('are none where it is stopped on purpose', async () => {
    await note('running')
    await note('done', '2026-01-14T09:00:00.000Z')
    expect(await titles()).toEqual([])
  })
})
