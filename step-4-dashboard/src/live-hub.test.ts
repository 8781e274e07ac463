import { describe, expect, it } from 'vitest'
import { makeStats, makeStatus } from '../test/live-parts.ts'
import type { LiveEvent, LiveFeed } from './live-event.ts'
import { LiveHub, tickMs } from './live-hub.ts'
import { trafficPointsMax } from './traffic-history.ts'

function openHub() {
  let listener: (event: LiveEvent) => void = () => {}
  let pending: (() => void)[] = []
  const clock = { ms: 0 }
  const delays: number[] = []
  const feed: LiveFeed = {
    status: () => makeStatus(),
    subscribe: (given) => {
      listener = given
      return () => {
        listener = () => {}
      }
    },
  }
  const later = (callback: () => void, delayMs: number) => {
    pending.push(callback)
    delays.push(delayMs)
  }
  const hub = new LiveHub({ feed, nowMs: () => clock.ms, later })
  const tick = () => {
    const due = pending
    pending = []
    for (const callback of due) callback()
  }
  const tell = (event: LiveEvent) => listener(event)
  const tellStats = (sequence: number) =>
    tell({ name: 'stats_update', data: makeStats({ sequence }) })
  return { hub, tick, tell, tellStats, clock, delays }
}

describe('LiveHub', () => {
  it('hands what happened within a tick to every subscriber, once', () => {
    const { hub, tick, tellStats, delays } = openHub()
    const heard: (readonly LiveEvent[])[] = []
    hub.subscribe((events) => heard.push(events))
    hub.subscribe((events) => heard.push(events))
    tellStats(1)
    tellStats(2)
    expect(heard).toEqual([])
    tick()
    expect(delays).toEqual([tickMs])
    expect(heard).toHaveLength(2)
    expect(heard[0]).toMatchObject([{ name: 'stats_update', data: { sequence: 2 } }])
    tick()
    expect(heard).toHaveLength(2)
  })

  it('does not tell who has left, and nobody once it is closed', () => {
    const { hub, tick, tellStats } = openHub()
    let count = 0
    const leave = hub.subscribe(() => count++)
    hub.subscribe(() => count++)
    leave()
    tellStats(1)
    tick()
    expect(count).toBe(1)
    hub.close()
    tellStats(2)
    tick()
    expect(count).toBe(1)
  })

  it('keeps two points of traffic a second, for whoever comes later, up to its limit', () => {
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
