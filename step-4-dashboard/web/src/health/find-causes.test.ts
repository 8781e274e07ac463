import { describe, expect, it } from 'vitest'
import { makeStats, makeStatus } from '../../../test/live-parts.ts'
import { findCauses } from './find-causes.ts'

const may = [{ name: 'eth0', addresses: [], is_up: true, is_loopback: false, may_capture: true }]
const mayNot = [{ ...may[0], may_capture: false, reason: 'no right', fix: 'setcap' }] as never
const titles = (...given: Parameters<typeof findCauses>) =>
  findCauses(...given).map(({ title }) => title)

describe('why a page is empty', () => {
  it('has no cause where all is well', () => {
    expect(titles(makeStatus({ stats: makeStats() }), may)).toEqual([])
  })

  it('may be that nothing can be captured, with what allows it', () => {
    expect(findCauses(undefined, mayNot)).toEqual([
      { title: 'No interface can be captured on: no right', fix: 'setcap' },
    ])
  })

  it('may be that nothing was started, that nothing came, or that much was lost', () => {
    expect(titles(makeStatus({ run_id: null }), may)).toEqual([expect.stringMatching(/Nothing/)])
    expect(titles(makeStatus(), may)).toEqual([expect.stringMatching(/no packet yet/)])
    const stats = makeStats({ drops: { kernel: 3, interface: 0 }, malformed: 5 })
    expect(titles(makeStatus({ stats }), may)).toEqual([
      expect.stringMatching(/^3 packets were dropped/),
      expect.stringMatching(/^5 packets \(50 %\)/),
    ])
  })

  it('may be a table that is full', () => {
    const status = makeStatus({ stats: makeStats() })
    const flows = { ...status.buffers.flows, saturated: true }
    const full = { ...status, buffers: { ...status.buffers, flows } }
    expect(titles(full, may)).toEqual([expect.stringMatching(/table of flows is full/)])
  })
})
