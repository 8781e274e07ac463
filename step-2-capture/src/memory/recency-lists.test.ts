import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecencyLists } from './recency-lists.ts'

function order(lists: RecencyLists, list: number): number[] {
  const slots: number[] = []
  for (let s = lists.oldest(list); s !== -1; s = lists.after(s)) slots.push(s)
  return slots
}

describe('RecencyLists', () => {
  it('keeps each list in the order of the last touch', () => {
    const action = fc.record({ slot: fc.nat(7), list: fc.nat(2), remove: fc.boolean() })
    fc.assert(
      fc.property(fc.array(action, { maxLength: 100 }), (actions) => {
        const lists = new RecencyLists(3)
        const model: number[][] = [[], [], []]
        for (const { slot, list, remove } of actions) {
          for (const slots of model) if (slots.includes(slot)) slots.splice(slots.indexOf(slot), 1)
          if (remove) lists.remove(slot)
          else {
            lists.touch(slot, list)
            model[list]?.push(slot)
          }
        }
        expect([0, 1, 2].map((list) => order(lists, list))).toEqual(model)
      }),
    )
  })

  it('takes any number of slots, and keeps the order of those that it has', () => {
    const lists = new RecencyLists(2)
    const slots = Array.from({ length: 5_000 }, (_, slot) => slot)
    for (const slot of slots) lists.touch(slot, slot % 2)
    for (const slot of slots) if (slot % 5 === 0) lists.remove(slot)
    const left = slots.filter((slot) => slot % 5 !== 0)
    expect(order(lists, 0)).toEqual(left.filter((slot) => slot % 2 === 0))
    expect(order(lists, 1)).toEqual(left.filter((slot) => slot % 2 === 1))
  })
})
