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

  it('asks a program only a look after its first output', () => {
    const watch = new ChildWatch()
    watch.lookedAt()
    watch.lookedAt()
    watch.handedOver()
    watch.lookedAt()
    expect(watch.mayBeAsked).toBe(false)
    watch.lookedAt()
    expect(watch.mayBeAsked).toBe(true)
  })

  it('expects no answer of a program that never gave one', () => {
    expect(asked(new ChildWatch(), 10).hangs).toBe(false)
  })

  it('blames no program that waits until its output is taken', () => {
    const watch = new ChildWatch()
    watch.answered()
    watch.handedOver()
    expect(asked(watch, 10).hangs).toBe(false)
    watch.waitsForMore()
    expect(watch.hangs).toBe(false)
  })
})
