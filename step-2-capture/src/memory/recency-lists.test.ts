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
        const lists = new RecencyLists({ slotCount: 8, listCount: 3 })
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
})
