import { describe, expect, it } from 'vitest'
import { ChildWatch } from './child-watch.ts'

describe('ChildWatch', () => {
  function asked(watch: ChildWatch, count: number): ChildWatch {
    for (let number = 0; number < count; number++) watch.asked()
    return watch
  }

  it('calls it a hang when three questions in a row stay unanswered', () => {
    const watch = new ChildWatch()
    watch.answered()
    expect(asked(watch, 2).hangs).toBe(false)
    expect(asked(watch, 1).hangs).toBe(true)
    watch.answered()
    expect(watch.hangs).toBe(false)
  })

  it('calls a program stopped that two looks in a row find so', () => {
    const watch = new ChildWatch()
    const found = (['stopped', 'runs', 'stopped', 'stopped', 'unknown'] as const).map((state) => {
      watch.seen(state)
      return watch.isStopped
    })
    expect(found).toEqual([false, false, false, true, false])
  })

  it('asks a program only a fifth of a second after its first output', () => {
    const watch = new ChildWatch()
    expect(watch.mayBeAsked(5_000)).toBe(false)
    watch.handedOver(5_000)
    watch.handedOver(5_100)
    expect([watch.mayBeAsked(5_199), watch.mayBeAsked(5_200)]).toEqual([false, true])
  })

  it('expects no answer of a program that never gave one', () => {
    expect(asked(new ChildWatch(), 10).hangs).toBe(false)
  })

  it('blames no program that waits until its output is taken', () => {
    const watch = new ChildWatch()
    watch.answered()
    watch.handedOver(0)
    expect(asked(watch, 10).hangs).toBe(false)
    watch.waitsForMore()
    expect(watch.hangs).toBe(false)
  })
})
