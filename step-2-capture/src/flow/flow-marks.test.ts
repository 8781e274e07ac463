import { describe, expect, it } from 'vitest'
import { FlowMarks } from './flow-marks.ts'
import type { FlowId } from './flow-rows.ts'
import type { FlowTable } from './flow-table.ts'

const flow = 1_500 as FlowId

/** Marks over a table in which each slot holds the flow that began with packet `first`. */
function marksOf(first: { packet: number }): FlowMarks {
  const flows: Pick<FlowTable, 'firstPacketIndex'> = { firstPacketIndex: () => first.packet }
  return new FlowMarks(flows as FlowTable)
}

describe('FlowMarks', () => {
  it.each([0, 1, 128, 255])('gives back the mark %i, and 0 where none was set', (mark) => {
    const marks = marksOf({ packet: 0 })
    expect(marks.get(flow)).toBe(0)
    marks.set(flow, mark)
    expect(marks.get(flow)).toBe(mark)
    expect(marks.get((flow + 1) as FlowId)).toBe(0)
  })

  it.each([1, 2 ** 40])('forgets the mark when a flow from packet %i on has the slot', (packet) => {
    const first = { packet: 0 }
    const marks = marksOf(first)
    marks.set(flow, 255)
    first.packet = packet
    expect(marks.get(flow)).toBe(0)
    marks.set(flow, 3)
    expect(marks.get(flow)).toBe(3)
  })
})
