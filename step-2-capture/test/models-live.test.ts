import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type OpenedCaptureApp, openCaptureApp } from './open-capture-app.ts'
import { draftOf, smallModel } from './small-model.ts'

let opened: OpenedCaptureApp
beforeEach(async () => {
  opened = await openCaptureApp()
})
afterEach(() => opened.close())

it('a version that is activated judges in the run that is on', { timeout: 60_000 }, async () => {
  const { monitor, versions } = opened.context
  // It knows nothing of an office, so every window is unusual to it.
  const model = smallModel(1)
  await versions.add(draftOf(model), { bundle: model.toBundle(), heldOut: [] })
  await monitor.start({ kind: 'simulate', name: 'office', seed: 1, speed: 50 })
  await versions.activate(model.version)
  const isStated = () => monitor.detections.some((one) => one.model_version === model.version)
  await vi.waitUntil(isStated, { timeout: 30_000 })
  expect(monitor.status()).toMatchObject({ state: 'running', error: null })
  await versions.rollBack()
  await monitor.stop()
  expect(monitor.status()).toMatchObject({ state: 'done', error: null })
})
