import { describe, expect, it } from 'vitest'
import { makeAlert, makeRow, makeStats, makeStatus } from '../../../test/live-parts.ts'
import type { LiveEvent } from './live-event.ts'
import {
  applyMessage,
  emptyLiveState,
  type LiveState,
  packetRowsMax,
  trafficPointsMax,
} from './live-state.ts'

const running = apply(emptyLiveState, { name: 'status', data: makeStatus() })

describe('applyMessage', () => {
  it('takes the statistics of a run in their order', () => {
    const state = applyAll(running, [stats(1), stats(2)])
    expect(state.stats?.sequence).toBe(2)
  })

  it('ignores what repeats or comes late', () => {
    const state = applyAll(running, [stats(2), stats(2), stats(1)])
    expect(state.stats?.sequence).toBe(2)
    expect(state.traffic).toHaveLength(1)
  })

  it('notices when more is missing than a merged tick explains, until a snapshot comes', () => {
    expect(applyAll(running, [stats(1), stats(21)]).hasGap).toBe(false)
    const state = applyAll(running, [stats(1), stats(22)])
    expect(state.hasGap).toBe(true)
    expect(applyAll(state, [stats(23)]).hasGap).toBe(true)
    const snapshot = { status: makeStatus(), stats: makeStats({ sequence: 24 }), traffic: [] }
    const after = applyMessage(state, { kind: 'snapshot', snapshot }, 0)
    expect(after.hasGap).toBe(false)
    expect(after.stats?.sequence).toBe(24)
  })

  it('takes the first statistics after a reload as they are, in the middle of a run', () => {
    expect(applyAll(running, [stats(5_000)]).hasGap).toBe(false)
  })

  it('begins another run with nothing of the one before', () => {
    const before = applyAll(running, [stats(9), rows('a')])
    const next = makeStatus({ run_id: 'run-2' })
    const after = apply(before, { name: 'status', data: next })
    expect(after).toMatchObject({ traffic: [], packets: [], stats: { sequence: 0 } })
    expect(applyAll(after, [stats(1)]).stats?.sequence).toBe(1)
  })

  it('keeps the numbers of a run that ends', () => {
    const before = applyAll(running, [stats(9), rows('a')])
    const after = apply(before, { name: 'status', data: makeStatus({ state: 'done' }) })
    expect(after.stats?.sequence).toBe(9)
    expect(after.packets).toHaveLength(1)
  })

  it('takes the numbers that a status brings, where they are newer', () => {
    const before = applyAll(running, [stats(9)])
    const end = (sequence: number) =>
      apply(before, {
        name: 'status',
        data: makeStatus({ state: 'failed', stats: makeStats({ sequence }) }),
      })
    expect(end(10).stats?.sequence).toBe(10)
    expect(end(8).stats?.sequence).toBe(9)
  })

  it('keeps everything while the connection is lost, and when it was last heard of', () => {
    const before = apply(running, stats(3), 1_000)
    const after = applyMessage(before, { kind: 'connection', connection: 'lost' }, 60_000)
    expect(after).toEqual({ ...before, connection: 'lost' })
    expect(after.heardAtMs).toBe(1_000)
  })

  it('shows the newest packets first, up to its limit', () => {
    const state = applyAll(running, [rows('a', 'b'), rows('c')])
    expect(state.packets.map(({ Time }) => Time)).toEqual(['c', 'b', 'a'])
    const full = applyAll(state, [rows(...Array.from({ length: packetRowsMax }, String))])
    expect(full.packets).toHaveLength(packetRowsMax)
  })

  it('draws a point for each half second, the newest one moving', () => {
    let state = running
    for (let tick = 0; tick <= 20; tick++) state = apply(state, stats(tick + 1), tick * 100)
    const times = state.traffic.map(([timeMs]) => timeMs)
    expect(times.at(-1)).toBe(2_000)
    expect(times.length).toBeLessThanOrEqual(6)
  })

  it('keeps as much of the line as five minutes', () => {
    let state = running
    for (let count = 0; count < trafficPointsMax + 10; count++) {
      state = apply(state, stats(count + 1), count * 500)
    }
    expect(state.traffic).toHaveLength(trafficPointsMax)
  })

  it('leaves alerts to those who keep them', () => {
    const event = { name: 'new_alert', data: makeAlert({ alert_id: 'a' }) } as const
    expect(apply(running, event, 7)).toEqual({ ...running, heardAtMs: 7 })
  })
})

function stats(sequence: number): LiveEvent {
  return { name: 'stats_update', data: makeStats({ sequence }) }
}

function rows(...times: string[]): LiveEvent {
  return { name: 'packet_update', data: { packets: times.map(makeRow) } }
}

function apply(state: LiveState, event: LiveEvent, nowMs = 0): LiveState {
  return applyMessage(state, { kind: 'event', event }, nowMs)
}

function applyAll(state: LiveState, events: readonly LiveEvent[]): LiveState {
  return events.reduce((before, event) => apply(before, event), state)
}
