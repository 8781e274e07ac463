import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RetentionClock } from './retention-clock.ts'

const hourMs = 3_600_000
const yearHours = 8_760

describe('RetentionClock', () => {
  let folder: string
  let wallMs: number
  let monotonicMs: number
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retention-clock-'))
    wallMs = Date.UTC(2026, 0, 14)
    monotonicMs = 0
  })
  afterEach(() => rm(folder, { recursive: true }))

  const path = () => join(folder, 'clock.json')
  const open = () =>
    RetentionClock.open({
      path: path(),
      now: () => new Date(wallMs),
      monotonicMs: () => monotonicMs,
    })
  /** Time goes on, and the clock shows it. */
  const pass = (hours: number) => {
    wallMs += hours * hourMs
    monotonicMs += hours * hourMs
  }
  const behindHours = (clock: RetentionClock) => (wallMs - clock.now().getTime()) / hourMs

  it('goes with the clock, and believes a pause of a day', async () => {
    const clock = await open()
    pass(100)
    expect(behindHours(clock)).toBe(0)
    await clock.save()
    wallMs += 24 * hourMs
    expect(behindHours(await open())).toBe(0)
  })

  it('believes a clock that jumped only after a day', async () => {
    const clock = await open()
    wallMs += yearHours * hourMs
    expect(behindHours(clock)).toBe(yearHours)
    pass(23)
    expect(behindHours(clock)).toBe(yearHours)
    pass(1)
    expect(behindHours(clock)).toBe(0)
  })

  it('forgets a jump that was taken back', async () => {
    const clock = await open()
    wallMs += yearHours * hourMs
    pass(23)
    expect(behindHours(clock)).toBe(yearHours)
    wallMs -= yearHours * hourMs
    pass(1)
    expect(behindHours(clock)).toBe(0)
    wallMs += yearHours * hourMs
    pass(23)
    expect(behindHours(clock)).toBe(yearHours)
  })

  it('believes a jump no sooner because the server was started again', async () => {
    const first = await open()
    first.now()
    await first.save()
    wallMs += yearHours * hourMs
    for (let start = 0; start < 3; start++) {
      const clock = await open()
      pass(7)
      expect(behindHours(clock)).toBe(yearHours)
      await clock.save()
    }
    const clock = await open()
    pass(3)
    expect(behindHours(clock)).toBe(0)
  })

  it('believes a clock that was set back, and begins anew where its file is damaged', async () => {
    const clock = await open()
    wallMs -= yearHours * hourMs
    expect(behindHours(clock)).toBe(0)
    await writeFile(path(), '{"believedMs":')
    expect(behindHours(await open())).toBe(0)
  })
})
