import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventQueue } from './event-queue.ts'

test('gives events back by time, and those of one time in the order they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
      const queue = new EventQueue<{ time: number; order: number }>()
      times.forEach((time, order) => {
        queue.push(time, { time, order })
      })
      const popped = times.map(() => queue.pop())
      const sorted = times
        .map((time, order) => ({ time, order }))
        .sort((a, b) => a.time - b.time || a.order - b.order)
      expect(popped).toEqual(sorted)
      expect(queue.pop()).toBeUndefined()
    }),
    { seed: 3 },
  )
})

test('stays in order while events come and go', () => {
  const queue = new EventQueue<number>()
  let last = 0
  for (let round = 0; round < 300; round++) {
    queue.push(last + ((round * 7919) % 101), last + ((round * 7919) % 101))
    if (round % 3 === 0) continue
    const next = queue.pop() ?? last
    expect(next).toBeGreaterThanOrEqual(last)
    last = next
  }
})
