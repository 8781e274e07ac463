import { describe, expect, it } from 'vitest'
import { Cooldowns, groupCountMax } from './cooldowns.ts'

const group = (count: number, rank = 2, alertId = 'a') => ({ alertId, count, rank })

describe('the cooldown of a group', () => {
  it('tells the first at once, holds the next, and tells how many they were', () => {
    const cooldowns = new Cooldowns()
    expect(cooldowns.note(group(1), 0)).toBe(0)
    cooldowns.told(group(1), 1_000)
    expect(cooldowns.note(group(2), 500)).toBeUndefined()
    expect(cooldowns.note(group(9), 999)).toBeUndefined()
    expect(cooldowns.takeDue(999)).toEqual([])
    expect(cooldowns.takeDue(1_000)).toEqual([{ alertId: 'a', toldCount: 1 }])
    expect(cooldowns.takeDue(9_000)).toEqual([])
  })

  it('says nothing more when nothing more came', () => {
    const cooldowns = new Cooldowns()
    cooldowns.told(group(1), 1_000)
    expect(cooldowns.takeDue(1_000)).toEqual([])
    expect(cooldowns.note(group(2), 1_000)).toBe(0)
  })

  it('tells at once after the cooldown, with what came since', () => {
    const cooldowns = new Cooldowns()
    cooldowns.told(group(3), 1_000)
    expect(cooldowns.note(group(7), 1_000)).toBe(4)
  })

  it('does not hold a rise in severity', () => {
    const cooldowns = new Cooldowns()
    cooldowns.told(group(1, 2), 1_000)
    expect(cooldowns.note(group(2, 2), 1)).toBeUndefined()
    expect(cooldowns.note(group(3, 3), 2)).toBe(2)
  })

  it('holds one group and no other', () => {
    const cooldowns = new Cooldowns()
    cooldowns.told(group(1), 1_000)
    expect(cooldowns.note(group(100_000), 1)).toBeUndefined()
    expect(cooldowns.note(group(1, 0, 'b'), 1)).toBe(0)
  })

  it('forgets no held group when there are too many', () => {
    const cooldowns = new Cooldowns()
    cooldowns.told(group(1, 2, 'held'), 1e9)
    cooldowns.note(group(2, 2, 'held'), 0)
    for (let index = 0; index < groupCountMax; index++) {
      cooldowns.told(group(1, 2, `other-${index}`), 1e9)
    }
    expect(cooldowns.takeDue(0)).toEqual([{ alertId: 'held', toldCount: 1 }])
  })
})
