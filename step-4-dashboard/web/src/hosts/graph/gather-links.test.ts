import { expect, it } from 'vitest'
import type { Flow } from '../../flows/flow-queries.ts'
import { gatherLinks } from './gather-links.ts'

const flow = (src_ip: string, dst_ip: string, bytes_sent: number, bytes_received: number) =>
  ({ src_ip, dst_ip, bytes_sent, bytes_received }) as Flow

it('joins what two hosts exchanged, whichever of them began', () => {
  const flows = [flow('10.0.0.5', '10.0.0.9', 100, 20), flow('10.0.0.9', '10.0.0.5', 3, 4)]
  expect(gatherLinks(flows, [])).toEqual([
    { source: '10.0.0.5', target: '10.0.0.9', bytes: 127, flowCount: 2, alertCount: 0 },
  ])
})

it('has a link for what only an alert names, and none for an alert without a target', () => {
  const alerts = [
    { source: '10.0.0.7', target: '10.0.0.5' },
    { source: '10.0.0.7', target: null },
  ]
  expect(gatherLinks([], alerts)).toEqual([
    { source: '10.0.0.5', target: '10.0.0.7', bytes: 0, flowCount: 0, alertCount: 1 },
  ])
})
