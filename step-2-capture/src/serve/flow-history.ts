import { z } from '@hono/zod-openapi'
import type { FlowPage, FlowQuery } from '../run/flow-record.ts'

/** How far back flows are kept, and what is missing when the machine stops now. */
export const flowHistoryState = z.object({
  /** Whether flows outlive the run; if not, `reason` says why. */
  kept: z.boolean(),
  reason: z.string().nullable(),
  flow_count: z.int(),
  /** Flows that came faster than they could be written, since the start of the server. */
  dropped_count: z.int(),
  bytes: z.number(),
  /** Traffic time of the oldest and the newest flow that is kept. */
  oldest: z.iso.datetime().nullable(),
  newest: z.iso.datetime().nullable(),
  /** Wall clock: what ended before is on the disk. */
  written_until: z.iso.datetime().nullable(),
})
export type FlowHistoryState = z.infer<typeof flowHistoryState>

/** The seam of flows that outlive their run. Open ones are the run's. */
export interface FlowHistory {
  readonly state: FlowHistoryState
  /** Resolves once the state says whether flows are kept. */
  ready(): Promise<void>
  /** The ended flows that match, newest first. */
  page(query: FlowQuery): Promise<FlowPage>
}
