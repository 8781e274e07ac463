import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type OpenedCaptureApp, openCaptureApp } from '../../test/open-capture-app.ts'
import { draftOf, smallModel } from '../../test/small-model.ts'
import { isDue, proposeVersion, scheduleAuthor } from './retrain-schedule.ts'

const openedMs = Date.UTC(2026, 0, 14, 9)
const hours = 24

describe('scheduled retraining', { timeout: 60_000 }, () => {
  let opened: OpenedCaptureApp
  beforeEach(async () => {
    opened = await openCaptureApp()
  })
  afterEach(() => opened.close())

  const dueAfter = (elapsedHours: number) => {
    const now = () => new Date(openedMs + elapsedHours * 3_600_000)
    return isDue({ ...opened.context, now }, { hours, openedMs })
  }

  it('is due after its hours, counted from the last scheduled version', async () => {
    expect(dueAfter(23.9)).toBe(false)
    expect(dueAfter(24)).toBe(true)
    const made_at = new Date(openedMs + 10 * 3_600_000).toISOString()
    const draft = draftOf(smallModel(1), { author: scheduleAuthor, made_at })
    await opened.context.versions.add(draft, { bundle: smallModel(1).toBundle(), heldOut: [] })
    expect(dueAfter(24)).toBe(false)
    expect(dueAfter(34)).toBe(true)
  })

  it('proposes a version that does not judge, even where it is the first', async () => {
    const { monitor, versions } = opened.context
    await expect(proposeVersion(opened.context)).rejects.toMatchObject({ code: 'E_NO_WINDOWS' })
    await monitor.start({ kind: 'simulate', name: 'office', seed: 1, durationSeconds: 120 })
    await vi.waitUntil(() => monitor.status().state === 'done', { timeout: 30_000 })
    await proposeVersion(opened.context)
    expect(versions.list[0]).toMatchObject({ author: scheduleAuthor, name: 'scheduled' })
    expect(versions.activeTrained).toBeUndefined()
  })
})
