import type { AppError } from 'step-3-persistence'
import { describe, expect, it } from 'vitest'
import { makeStats, makeStatus } from '../../test/live-parts.ts'
import type { LiveEvent, LiveFeed } from './live-event.ts'
import { LiveHub } from './live-hub.ts'
import { trafficPointsMax } from './traffic-history.ts'

function openHub() {
  let listener: (events: readonly LiveEvent[]) => void = () => {}
  const clock = { ms: 0 }
  const failures: AppError[] = []
  const feed: LiveFeed = {
    status: () => makeStatus(),
    subscribe: (given) => {
      listener = given
      return () => {
        listener = () => {}
      }
    },
  }
  const hub = new LiveHub({ feed, nowMs: () => clock.ms, log: (failure) => failures.push(failure) })
  const tell = (...events: LiveEvent[]) => listener(events)
  const tellStats = (sequence: number) =>
    tell({ name: 'stats_update', data: makeStats({ sequence }) })
  return { hub, tell, tellStats, clock, failures }
}

describe('LiveHub', () => {
  it('hands on to the others what one subscriber fails at', () => {
    const { hub, tell, failures } = openHub()
    const heard: (readonly LiveEvent[])[] = []
    hub.subscribe(() => {
      throw new Error('a fault of the subscriber')
    })
    hub.subscribe((events) => heard.push(events))
    tell({ name: 'stats_update', data: makeStats() })
    expect(heard).toHaveLength(1)
    expect(failures).toMatchObject([{ code: 'E_LISTENER_FAILED' }])
  })

  it('hands what comes together to every subscriber, together and at once', () => {
    const { hub, tell } = openHub()
    const heard: (readonly LiveEvent[])[] = []
    hub.subscribe((events) => heard.push(events))
    hub.subscribe((events) => heard.push(events))
    const stats = { name: 'stats_update', data: makeStats() } as const
    const status = { name: 'status', data: makeStatus() } as const
    tell(stats, status)
    expect(heard).toEqual([
      [stats, status],
      [stats, status],
    ])
  })

  it('tells nothing to a subscriber that has left, nor to any once it is closed', () => {
    const { hub, tellStats } = openHub()
    let count = 0
    const leave = hub.subscribe(() => count++)
    hub.subscribe(() => count++)
    leave()
    tellStats(1)
    expect(count).toBe(1)
    hub.close()
    tellStats(2)
    expect(count).toBe(1)
  })

  it('keeps two points of traffic a second, for clients that come later, up to its limit', () => {
    const { hub, tellStats, clock } = openHub()
    for (let sequence = 1; sequence <= 5 * trafficPointsMax + 50; sequence++) {
      clock.ms += 100
      tellStats(sequence)
    }
    const { traffic } = hub.snapshot()
    expect(traffic).toHaveLength(trafficPointsMax)
    expect(traffic.at(-1)?.[0]).toBe((traffic.at(-2)?.[0] ?? 0) + 500)
  })

  it('begins another line with another run', () => {
    const { hub, tell, tellStats } = openHub()
    tell({ name: 'status', data: makeStatus({ run_id: 'a' }) })
    tellStats(1)
    tell({ name: 'status', data: makeStatus({ run_id: 'a', state: 'stopping' }) })
    expect(hub.snapshot().traffic).toHaveLength(1)
    tell({ name: 'status', data: makeStatus({ run_id: 'b' }) })
    expect(hub.snapshot().traffic).toEqual([])
  })
})
