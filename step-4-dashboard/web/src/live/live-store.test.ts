import { describe, expect, it } from 'vitest'
import { makeStats, makeStatus } from '../../../test/live-parts.ts'
import { LiveStore } from './live-store.ts'

function openStore({ isHidden = false } = {}) {
  const clock = { ms: 0 }
  let waiting: { readonly callback: () => void; readonly atMs: number }[] = []
  const timers = {
    nowMs: () => clock.ms,
    later: (callback: () => void, delayMs: number) => {
      waiting.push({ callback, atMs: clock.ms + delayMs })
    },
  }
  let frame: (() => void) | undefined
  const nextFrame = (callback: () => void) => {
    frame = callback
  }
  /** The browser draws; not on a hidden page. */
  const draw = () => {
    const due = frame
    frame = undefined
    due?.()
  }
  const store = new LiveStore({ timers, nextFrame, isHidden: () => isHidden })
  const calls = { numbers: 0, charts: 0 }
  store.numbers.subscribe(() => calls.numbers++)
  store.charts.subscribe(() => calls.charts++)
  /** Lets time pass in steps of 10 ms. */
  function wait(ms: number, onStep: () => void = () => {}): void {
    const until = clock.ms + ms
    while (clock.ms < until) {
      clock.ms += 10
      const due = waiting.filter(({ atMs }) => atMs <= clock.ms)
      waiting = waiting.filter(({ atMs }) => atMs > clock.ms)
      for (const { callback } of due) callback()
      onStep()
    }
  }
  /** The same with statistics every 50 ms, whose sequence is the time. */
  function play(ms: number): void {
    wait(ms, () => {
      if (clock.ms % 50 === 0) sendStats(clock.ms)
    })
  }
  const sendStats = (sequence: number) =>
    store.apply({ kind: 'event', event: { name: 'stats_update', data: makeStats({ sequence }) } })
  const sendState = (state: 'running' | 'done') =>
    store.apply({ kind: 'event', event: { name: 'status', data: makeStatus({ state }) } })
  return { store, calls, play, wait, draw, sendState, sendStats }
}

describe('LiveStore', () => {
  it('shows numbers at most twice a second', () => {
    const { calls, play } = openStore()
    play(10_000)
    expect(calls.numbers).toBeGreaterThanOrEqual(19)
    expect(calls.numbers).toBeLessThanOrEqual(21)
  })

  it('draws a line with the first frame after a message, whatever the clock says', () => {
    const { store, calls, draw, sendStats } = openStore()
    for (const sequence of [1, 2, 3]) {
      sendStats(sequence)
      expect(calls.charts).toBe(sequence - 1)
      draw()
      expect(calls.charts).toBe(sequence)
      expect(store.charts.read().stats?.sequence).toBe(sequence)
    }
    draw()
    expect(calls.charts).toBe(3)
  })

  it('draws once where many messages came between two frames: the newest', () => {
    const { store, calls, play, draw } = openStore()
    play(5_000)
    draw()
    expect(calls.charts).toBe(1)
    expect(store.charts.read().stats?.sequence).toBe(5_000)
  })

  it('shows numbers once a second on a hidden page', () => {
    const { calls, play } = openStore({ isHidden: true })
    play(10_000)
    expect(calls.numbers).toBeGreaterThanOrEqual(9)
    expect(calls.numbers).toBeLessThanOrEqual(11)
  })

  it('shows the last change even when nothing follows', () => {
    const { store, play, wait } = openStore()
    play(100)
    expect(store.numbers.read().stats?.sequence).toBe(50)
    wait(500)
    expect(store.numbers.read().stats?.sequence).toBe(100)
  })

  it('does not let a change of state wait, nor a lost connection', () => {
    const { store, play, sendState } = openStore()
    sendState('running')
    play(60)
    sendState('done')
    expect(store.numbers.read().status?.state).toBe('done')
    store.apply({ kind: 'connection', connection: 'lost' })
    expect(store.numbers.read().connection).toBe('lost')
  })

  it('gives the same object until it shows another', () => {
    const { store, play } = openStore()
    play(60)
    const shown = store.numbers.read()
    play(100)
    expect(store.numbers.read()).toBe(shown)
    expect(store.current).not.toBe(shown)
  })
})
